"""Every write of this room: upload, check, apply, undo, and imports of the command line."""

from naikkelas.exchange.actions.applying import apply as apply
from naikkelas.exchange.actions.checking import check as check
from naikkelas.exchange.actions.checking import refuse as refuse
from naikkelas.exchange.actions.clearing import Cleared as Cleared
from naikkelas.exchange.actions.clearing import clear_old_files as clear_old_files
from naikkelas.exchange.actions.converting import converted as converted
from naikkelas.exchange.actions.folders import ImportOutcome as ImportOutcome
from naikkelas.exchange.actions.folders import check_folder as check_folder
from naikkelas.exchange.actions.folders import finish as finish
from naikkelas.exchange.actions.folders import import_folder as import_folder
from naikkelas.exchange.actions.mapping import map_columns as map_columns
from naikkelas.exchange.actions.undoing import undo as undo
from naikkelas.exchange.actions.uploading import begin_apply as begin_apply
from naikkelas.exchange.actions.uploading import begin_check as begin_check
from naikkelas.exchange.actions.uploading import cancel as cancel
from naikkelas.exchange.actions.uploading import put_back as put_back
from naikkelas.exchange.actions.uploading import upload as upload
