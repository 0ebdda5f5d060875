"""Proof of a port: launches recorded on a real driver, replayed by the reference interpreter."""

from cn_migrate.verify.launch_record import LaunchRecord, RecordError, read_record
from cn_migrate.verify.replay import Replay, replay
from cn_migrate.verify.replay_project import replay_project

__all__ = ["LaunchRecord", "RecordError", "Replay", "read_record", "replay", "replay_project"]
