from django.core.management.base import BaseCommand

from shanqiao.apps.giving.goods import book_worth_of_lots
from shanqiao.apps.record.clock import now


class Command(BaseCommand):
    help = "Book what lots of goods are worth that came before their worth stood in the books; twice changes nothing."

    def handle(self, *args, **options):
        count = book_worth_of_lots(at=now())
        self.stdout.write(f"记账 {count} 批物资的价值 / booked the worth of {count} lots of goods")
