"""Every write of this room: accounts, posts and who holds them, invitations."""

from naikkelas.accounts.actions.invitations import accept as accept
from naikkelas.accounts.actions.invitations import invite as invite
from naikkelas.accounts.actions.invitations import join as join
from naikkelas.accounts.actions.invitations import withdraw_invitation as withdraw_invitation
from naikkelas.accounts.actions.people import deactivate as deactivate
from naikkelas.accounts.actions.people import open_account as open_account
from naikkelas.accounts.actions.people import reactivate as reactivate
from naikkelas.accounts.actions.posts import appoint as appoint
from naikkelas.accounts.actions.posts import change_areas as change_areas
from naikkelas.accounts.actions.posts import close_post as close_post
from naikkelas.accounts.actions.posts import end_holding as end_holding
from naikkelas.accounts.actions.posts import hand_over as hand_over
from naikkelas.accounts.actions.posts import name_partner as name_partner
from naikkelas.accounts.actions.posts import open_post as open_post
