"""The numbers of PostgreSQL's advisory locks in one place: two uses of a number would wait for each other."""

from enum import IntEnum, unique


@unique
class LockNumber(IntEnum):
    """What a lock is about: the only key of a lock, or the first of two."""

    EXTRACT_JOB = 7_101
    EXTRACT_WORK = 7_102
    RUN = 7_203
    EVENTS_OF_A_PERSON = 7_204
    DUE_LIST = 7_205
    DUE_LIST_BUILD = 7_206
    QUALITY_READING = 7_207
    EQUALITY_COUNTING = 7_213
    DOCUMENT_BUILD = 7_214
    DOCUMENT_BATCH = 7_215
