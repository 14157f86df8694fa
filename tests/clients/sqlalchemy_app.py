"""The same on SQLAlchemy."""

import datetime
import decimal
import sys
import uuid

from sqlalchemy import CHAR, JSON, Boolean, Column, DateTime, Integer, Interval, Numeric, Time, create_engine, text
from sqlalchemy.orm import Session, declarative_base
from sqlalchemy.types import TypeDecorator


class Uuid(TypeDecorator):
    """As SQLAlchemy 2 has it itself: 32 digits."""

    impl = CHAR(32)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return value and value.hex

    def process_result_value(self, value, dialect):
        return value and uuid.UUID(hex=value)


Base = declarative_base()


class Item(Base):
    __tablename__ = "items"
    id = Column(Integer, primary_key=True)
    uid = Column(Uuid)
    at = Column(DateTime)
    clock = Column(Time)
    span = Column(Interval)
    price = Column(Numeric(12, 2))
    data = Column(JSON)
    tags = Column(JSON)
    ok = Column(Boolean)


WANTED = [
    (uuid.UUID("6b5fa1e5-8c1a-4d59-9d7c-0a6e7f1d2c3b"), datetime.datetime(2024, 1, 1, 0, 30), datetime.time(8), datetime.timedelta(days=3, seconds=4.5), decimal.Decimal("12.50"), {"a": 1}, ["123", "b"], True),
    (uuid.UUID("6b5fa1e5-8c1a-4d59-9d7c-0a6e7f1d2c3c"), datetime.datetime(2024, 2, 29, 10, 0, 0, 250000), datetime.time(9, 30, 0, 250000), datetime.timedelta(seconds=1), decimal.Decimal("0.10"), {"a": 2}, [], False),
]
NAMES = ["uid", "at", "clock", "span", "price", "data", "tags", "ok"]

engine = create_engine(f"sqlite:///{sys.argv[2]}")
with Session(engine) as session:
    if sys.argv[1] == "make":
        Base.metadata.create_all(engine)
        session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
        session.execute(text("INSERT INTO alembic_version VALUES ('0001')"))
        session.commit()
    else:
        items = session.query(Item).order_by(Item.id).all()
        assert [tuple(getattr(item, name) for name in NAMES) for item in items] == WANTED, [vars(item) for item in items]
        for number, row in enumerate(WANTED, 1):
            for name, value in zip(NAMES, row):
                if name not in ("data", "tags"):
                    assert [item.id for item in session.query(Item).filter(getattr(Item, name) == value)] == [number], (name, value)
        assert session.query(Item).filter(Item.at >= WANTED[1][1]).count() == 1
        item = Item(**dict(zip(NAMES, WANTED[0])))
        session.add(item)
        session.flush()
        assert item.id == 3
