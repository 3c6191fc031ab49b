"""Changing the settings of an area."""

import secrets
from typing import Any  # a setting's value is any JSON

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from naikkelas.areas import access
from naikkelas.areas.errors import LogoUnfit, SettingUnfit, SettingUnknown
from naikkelas.areas.models import AreaSetting
from naikkelas.areas.queries import forget_zones
from naikkelas.areas.rules import pictures
from naikkelas.areas.rules.settings import SETTINGS, Setting, UnfitValue
from naikkelas.audit import actions as trail
from naikkelas.lib.actors import Actor
from naikkelas.lib.refusals import require

LOGO_FOLDER = "logo"


@transaction.atomic
def put_setting(area_code: str, key: str, value: Any, *, by: Actor) -> AreaSetting:
    """Set the value for the area and, unless they set their own, everything below it."""
    require(access.may_configure(by, area_code))
    fit = _checked(_known(key), value)
    row, is_new = AreaSetting.objects.select_for_update().get_or_create(
        area_code=area_code, key=key, defaults={"value": fit}
    )
    before = {} if is_new else {key: row.value}
    if not is_new:
        row.value = fit
        row.save(update_fields=["value"])
    trail.record(
        "area.set",
        row,
        by=by,
        kabupaten=area_code[:5],
        before=before,
        after={key: fit},
        area=area_code,
        label=SETTINGS[key].label,
    )
    _forget()
    return row


@transaction.atomic
def clear_setting(area_code: str, key: str, *, by: Actor) -> None:
    """Go back to the value of the area above, else to the default."""
    require(access.may_configure(by, area_code))
    known = _known(key)
    row = AreaSetting.objects.select_for_update().filter(area_code=area_code, key=key).first()
    if row is None:
        return
    trail.record(
        "area.clear_setting",
        row,
        by=by,
        kabupaten=area_code[:5],
        before={key: row.value},
        area=area_code,
        label=known.label,
    )
    row.delete()
    _forget()


def _forget() -> None:
    """Now for this transaction, and once more when the others can see it."""
    forget_zones()
    transaction.on_commit(forget_zones)


def put_logo(area_code: str, content: bytes, *, by: Actor) -> AreaSetting:
    """Keep a PNG or JPEG under a random name and make it the logo; older files stay."""
    require(access.may_configure(by, area_code))
    ending = pictures.ending_of(content)
    if ending is None:
        raise LogoUnfit
    name = f"{secrets.token_hex(16)}{ending}"
    default_storage.save(f"{LOGO_FOLDER}/{name}", ContentFile(content))
    return put_setting(area_code, "logo", name, by=by)


def _known(key: str) -> Setting:
    if key not in SETTINGS:
        raise SettingUnknown
    return SETTINGS[key]


def _checked(known: Setting, value: Any) -> Any:
    try:
        return known.check(value)
    except UnfitValue as unfit:
        raise SettingUnfit(str(unfit)) from unfit
    except (TypeError, ValueError, AttributeError) as error:  # not even the right shape
        raise SettingUnfit from error
