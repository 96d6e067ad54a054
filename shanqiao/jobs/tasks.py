"""What runs by the clock, and what a screen hands over to the worker."""

from django.utils.timezone import localdate
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from shanqiao.apps.bank.models import Statement as BankStatement
from shanqiao.apps.books.actions import release_what_ended
from shanqiao.apps.books.sealing import lay_everything, seal
from shanqiao.apps.disclosure.actions import publish_month
from shanqiao.apps.disclosure.months import month_before
from shanqiao.apps.disclosure.queries import statement_of
from shanqiao.apps.earlier.models import EarlierList
from shanqiao.apps.earlier.working import forget_earlier_lists
from shanqiao.apps.giving.filing import forget_gift_files
from shanqiao.apps.giving.models import GiftFile
from shanqiao.apps.inquiries.actions import forget_answers
from shanqiao.apps.inquiries.models import PurposeKey
from shanqiao.apps.inquiries.resident_tokens import refresh_all_tokens, refresh_tokens
from shanqiao.apps.lists.models import PeopleList
from shanqiao.apps.lists.working import forget_lists
from shanqiao.apps.matching.models import PlanRequest, Trial
from shanqiao.apps.matching.planning import propose_plan
from shanqiao.apps.matching.requests import run_plan_request
from shanqiao.apps.matching.trials import run_trial
from shanqiao.apps.matching.worth import plan_without_worth, work_out_worth
from shanqiao.apps.receipts.models import LetterRun
from shanqiao.apps.receipts.runs import forget_letters
from shanqiao.apps.record.clock import now
from shanqiao.apps.referrals.escalating import escalate_referrals
from shanqiao.apps.residents.consenting import end_consents
from shanqiao.apps.rules.models import Simulation
from shanqiao.apps.rules.simulations import run_simulation
from shanqiao.stories.comparing import compare_the_changed, count_everybody
from shanqiao.stories.earlier_taken import take_earlier_in
from shanqiao.stories.list_arrivals import take_list_in

from .gift_files import read_handed_in_gifts, take_handed_in_gifts
from .letters import run_letters
from .lists import compare_handed_in, find_handed_in
from .statements import read_handed_in, take_handed_in

# Note [Cron lines are read in UTC]
# ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
# procrastinate knows no time zone: half past two at night in Guangzhou is 18:30 of the day before. The city has
# had no summer time since 1991, so the difference is always eight hours.

TRIES = 3  # of a job whose worker died under it; more often, it is the job that kills the worker
A_WHILE = RetryStrategy(max_attempts=3, wait=300)  # seconds: the database may be restarting
KEPT = 7 * 24  # hours that finished jobs can be looked at


@app.periodic(cron="30 18 * * *")  # 02:30 in Guangzhou. See Note [Cron lines are read in UTC].
@app.task(queueing_lock="nightly plan", retry=A_WHILE)
def nightly_plan(timestamp):
    """The plan of the night; where nothing has changed since the last one, nothing is written."""
    propose_plan(at=now())


@app.periodic(
    cron="30 17 * * *"
)  # 01:30 in Guangzhou, before the plan. See Note [Cron lines are read in UTC].
@app.task(queueing_lock="nightly comparison", retry=A_WHILE)
def nightly_comparison(timestamp):
    """Whoever is new or has changed is compared with everybody, and who may be one person is put before people."""
    compare_the_changed(at=now())


@app.periodic(cron="30 16 * * 6")  # Sundays 00:30 in Guangzhou
@app.task(queueing_lock="weekly count", retry=A_WHILE)
def weekly_count(timestamp):
    """How common a name, a birthday, a telephone and an address are in the city."""
    count_everybody()


@app.task
def ask_for_plan(request_id):
    """A handler pressed the button."""
    run_plan_request(request=PlanRequest.objects.get(pk=request_id), at=now())


@app.task
def try_condition(trial_id):
    """A fund manager asked what a condition would do if it were otherwise."""
    run_trial(trial=Trial.objects.get(pk=trial_id), at=now())


@app.task
def simulate_version(simulation_id):
    """A rule keeper asked what a version of a rule would change."""
    run_simulation(simulation=Simulation.objects.get(pk=simulation_id), at=now())


@app.task(retry=A_WHILE)
def make_tokens_of_key(key_id):
    """A key was issued: the tokens of all residents under it, so that questions can be answered."""
    refresh_tokens(key=PurposeKey.objects.get(pk=key_id), at=now())


@app.periodic(cron="0 18 * * *")  # 02:00 in Guangzhou. See Note [Cron lines are read in UTC].
@app.task(queueing_lock="tokens of residents", retry=A_WHILE)
def nightly_tokens(timestamp):
    """Tokens follow the residents as they changed; answers and keys that have ended leave nothing behind."""
    forget_answers(at=now())
    refresh_all_tokens(at=now())


@app.task(retry=A_WHILE)
def compare_people_list(list_id):
    """A social worker handed in a list: what is each row?"""
    compare_handed_in(PeopleList.objects.get(pk=list_id), at=now())


@app.task(retry=A_WHILE)
def take_people_list_in(list_id):
    """A social worker said that the good rows are right."""
    take_list_in(people_list=PeopleList.objects.get(pk=list_id), at=now())


@app.task(retry=A_WHILE)
def read_earlier_list(list_id):
    """A social worker handed in an old list of cases or contacts: what would come of each row?"""
    find_handed_in(EarlierList.objects.get(pk=list_id), at=now())


@app.task(retry=A_WHILE)
def take_earlier_list_in(list_id):
    """A social worker said that the good rows are right."""
    take_earlier_in(earlier_list=EarlierList.objects.get(pk=list_id), at=now())


@app.task(retry=A_WHILE)
def read_bank_statement(statement_id):
    """A cashier handed in a statement of a bank: what is in it?"""
    read_handed_in(BankStatement(pk=statement_id), at=now())


@app.task(retry=A_WHILE)
def take_bank_statement_in(statement_id):
    """A cashier said that the good rows are right."""
    take_handed_in(BankStatement(pk=statement_id), at=now())


@app.task(retry=A_WHILE)
def read_gift_file(file_id):
    """A cashier handed in a file of gifts: what would become of each row?"""
    read_handed_in_gifts(GiftFile(pk=file_id), at=now())


@app.task(retry=A_WHILE)
def take_gift_file_in(file_id):
    """A cashier said that the good rows are right."""
    take_handed_in_gifts(GiftFile(pk=file_id), at=now())


@app.periodic(cron="15 18 * * *")  # 02:15 in Guangzhou. See Note [Cron lines are read in UTC].
@app.task(queueing_lock="old lists")
def forget_old_lists(timestamp):
    """Lists are kept for 90 days."""
    forget_lists(at=now())
    forget_earlier_lists(at=now())


@app.periodic(cron="25 18 * * *")  # 02:25 in Guangzhou. See Note [Cron lines are read in UTC].
@app.task(queueing_lock="old files of gifts")
def forget_old_gift_files(timestamp):
    """Files of gifts nobody took in, and rows that became none, are kept for 90 days."""
    forget_gift_files(at=now())


@app.periodic(cron="0 23 * * *")  # 07:00 in Guangzhou, before people come to work
@app.task(queueing_lock="late referrals", retry=A_WHILE)
def morning_referrals(timestamp):
    """Consents whose term is over end, and what nobody answered in time goes before one more person on each side."""
    at = now()
    end_consents(at=at)
    escalate_referrals(at=at)


@app.task
def make_letters(run_id):
    """Somebody at a fund asked for receipts or letters in bulk."""
    run_letters(run=LetterRun.objects.get(pk=run_id), at=now())


@app.periodic(cron="20 18 * * *")  # 02:20 in Guangzhou. See Note [Cron lines are read in UTC].
@app.task(queueing_lock="old letters")
def forget_old_letters(timestamp):
    """Letters made in bulk are kept for 30 days."""
    forget_letters(at=now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="worth of the plan")
def worth_of_the_plan(timestamp):
    """Whoever asked for the latest plan, and whichever way it was made: what it is worth."""
    plan = plan_without_worth()
    if plan:
        work_out_worth(plan=plan, at=now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="keeper of the books")
def keep_the_books(timestamp):
    """Promises past their last instant are let go, gifts are laid on their lines, finished movements are sealed."""
    at = now()
    release_what_ended(at=at)
    lay_everything()
    seal(at=at)


@app.periodic(cron="0 1 5-31 * *")  # 09:00 in Guangzhou. See Note [Cron lines are read in UTC].
@app.task(queueing_lock="monthly statement", retry=A_WHILE)
def monthly_statement(timestamp):
    """The statement of the month before, on the fifth; where the machine slept that day, on the next."""
    month = month_before(localdate(now()))
    if statement_of(month) is None:
        publish_month(month=month, by=None, at=now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="stalled jobs", pass_context=True)
async def retry_stalled_jobs(context, timestamp):
    """A worker that was killed leaves its job behind as being done; it is done again."""
    jobs = context.app.job_manager
    for job in await jobs.get_stalled_jobs():
        if job.attempts < TRIES:
            await jobs.retry_job(job)
        else:
            await jobs.finish_job(job, status=Status.FAILED, delete_job=False)


@app.periodic(cron="30 19 * * *")
@app.task(queueing_lock="old jobs", pass_context=True)
async def forget_old_jobs(context, timestamp):
    """Jobs that ended a week ago are no longer of use."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=KEPT, include_failed=True, include_cancelled=True, include_aborted=True
    )
