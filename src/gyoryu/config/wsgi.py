"""The WSGI entry point: ``gyoryu.config.wsgi:application``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gyoryu.config.settings")
application = get_wsgi_application()
