# The same in Django: a management command, `python manage.py watch`, that a process manager keeps alive.
#
# It is a process of its own, so a variable of its own tells the shop nothing. Here the shop asks libpq which server takes writes,
# and the replica is first in the list: once it is promoted, nobody asks the other.
#
#     DATABASES = {
#         "default": {
#             "ENGINE": "django.db.backends.postgresql",
#             "HOST": "replica,primary",
#             "OPTIONS": {"target_session_attrs": "read-write", "connect_timeout": 2},
#         },
#         "primary": {"ENGINE": "django.db.backends.postgresql", "HOST": "primary", "OPTIONS": {"connect_timeout": 2}},
#         "replica": {"ENGINE": "django.db.backends.postgresql", "HOST": "replica", "OPTIONS": {"connect_timeout": 2}},
#     }

import subprocess
import time
from concurrent.futures import ThreadPoolExecutor, TimeoutError

from django.core.management.base import BaseCommand
from django.db import OperationalError, connections

PATIENCE = 2  # seconds
MISSES_TO_FAIL_OVER = 3


class Command(BaseCommand):
    help = "Watches the primary, and puts the replica in its place when it is gone."

    def handle(self, *args, **options):
        misses = 0
        while True:
            misses = 0 if answers("primary") else misses + 1
            # Whoever cannot be replaced is not shot.
            if misses >= MISSES_TO_FAIL_OVER and answers("replica"):
                fail_over()
                return
            time.sleep(1)


def fail_over():
    """Fences, promotes; libpq reroutes."""
    # What cuts the power is the rack's own: IPMI, the hypervisor, the cloud.
    subprocess.run(["fence_ipmilan", "--ip=primary-ipmi", "--action=off"], check=True)
    with connections["replica"].cursor() as cursor:
        cursor.execute("SELECT pg_promote()")


def answers(alias):
    """Whether the server answers in time. Of a server that is out of reach nothing is heard, not even a refusal."""
    # Not in a `with`: leaving one waits for its threads, and this one may never end.
    pool = ThreadPoolExecutor(max_workers=1)
    try:
        return pool.submit(ask, alias).result(timeout=PATIENCE)
    except TimeoutError:
        return False
    finally:
        pool.shutdown(wait=False)


def ask(alias):
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1")
        return True
    except OperationalError:
        return False
    finally:
        connections[alias].close()
