"""The schema, a module per version: each holds the statements that lead to it from the version before."""

from detente.store.migrations.run import NEWEST, migrate, version_of

__all__ = ["NEWEST", "migrate", "version_of"]
