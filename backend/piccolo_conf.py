"""Where Piccolo looks for the engine and the tables. The engine is chosen here and nowhere else."""

from piccolo.conf.apps import AppRegistry

from backend.storage.engine import ENGINE

DB = ENGINE

APP_REGISTRY = AppRegistry(apps=["backend.storage.piccolo_app"])
