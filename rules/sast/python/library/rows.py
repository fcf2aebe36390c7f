from django.shortcuts import get_object_or_404
from shop.models import Item, db


def one(connection):
    # ruleid: python.looked-up
    sink(source())
    # ok: python.looked-up
    sink(Item.objects.filter(name=source()).first())
    # ok: python.looked-up
    sink(get_object_or_404(Item, name=source()).name)
    # ok: python.looked-up
    sink(db.session.query(Item).filter_by(name=source()).one())
    # ok: python.looked-up
    sink(db.session.get(Item, source()))
    # ok: python.looked-up
    sink(connection.execute("SELECT 1 WHERE ?", source()).fetchone())
    # ok: python.looked-up
    sink(Item.query.filter_by(name=source()).first())
    request = source()
    # ruleid: python.looked-up
    sink(request.query.get("name"))
    # ruleid: python.looked-up
    sink({"a": source()}.get("a", "b"))
