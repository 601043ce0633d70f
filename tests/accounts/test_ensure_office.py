from gyoryu.accounts.domain.organisations import SyncReport, ensure_office
from gyoryu.accounts.models import Organisation
from gyoryu.audit.models import Event
from gyoryu.common.actors import SystemActor
from gyoryu.reference.queries import office


def test_the_office_its_institute_and_its_districts_are_there(db: None) -> None:
    ensure_office(actor=SystemActor("setup"))
    own = office()
    home = Organisation.objects.get(kind="office")
    assert (home.name, home.official_id) == (own.label("ko"), own.code)
    assert Organisation.objects.get(kind="institute").parent == home
    districts = Organisation.objects.filter(kind="district", parent=home)
    assert {one.official_id: one.group for one in districts} == {unit.code: unit.group for unit in own.districts}


def test_a_second_start_changes_nothing(db: None) -> None:
    ensure_office(actor=SystemActor("setup"))
    assert ensure_office(actor=SystemActor("setup")) == SyncReport(unchanged=2 + len(office().districts))
    assert [event.verb for event in Event.objects.all()] == ["accounts.ensure_office"]
