"""What was given up waits on the home page of whoever looks after it."""

from longgang.notices.api import message_tasks
from longgang.notices.models import Delivery


def test_given_up_messages_are_counted_for_the_administrator(delivery, zhu):
    assert [task.count for task in message_tasks(zhu)] == [0]
    Delivery.objects.update(status="given_up")
    (task,) = message_tasks(zhu)
    assert (task.count, task.url) == (1, "/notices/deliveries/?status=given_up")


def test_others_have_no_such_task(delivery, ada, sam):
    assert [*message_tasks(ada), *message_tasks(sam)] == []
