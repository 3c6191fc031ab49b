"""Every write of this room, by subject in its own module."""

from naikkelas.roadmap.actions.locks import lift_lock as lift_lock
from naikkelas.roadmap.actions.locks import set_lock as set_lock
from naikkelas.roadmap.actions.scenarios import compute as compute
from naikkelas.roadmap.actions.scenarios import fail as fail
from naikkelas.roadmap.actions.scenarios import propose as propose
from naikkelas.roadmap.actions.scenarios import put_in_force as put_in_force
from naikkelas.roadmap.actions.scenarios import replan as replan
from naikkelas.roadmap.actions.scenarios import request_scenario as request_scenario
from naikkelas.roadmap.actions.steps import change_step as change_step
from naikkelas.roadmap.actions.steps import record_attempt as record_attempt
from naikkelas.roadmap.actions.versions import change_figure as change_figure
from naikkelas.roadmap.actions.versions import save_catalogue as save_catalogue
from naikkelas.roadmap.actions.versions import save_means as save_means
