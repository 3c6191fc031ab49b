"""Charts as server-made markup: title, unit, source, cut-off, and the same figures as a table.

Pure functions: figures in, a `Chart` out; `{% chart %}` puts it on a page. Every text is escaped,
colours come from CSS classes, and nothing needs a script or a style attribute, so that a strict
content security policy, a printer and a screen reader all get the whole chart.
"""

from naikkelas.ui.charts.amounts import Amounts as Amounts
from naikkelas.ui.charts.amounts import plan_and_real as plan_and_real
from naikkelas.ui.charts.base import Caption as Caption
from naikkelas.ui.charts.base import Chart as Chart
from naikkelas.ui.charts.history import HistoryPoint as HistoryPoint
from naikkelas.ui.charts.history import history as history
from naikkelas.ui.charts.history import sparkline as sparkline
from naikkelas.ui.charts.intervals import IntervalRow as IntervalRow
from naikkelas.ui.charts.intervals import intervals as intervals
from naikkelas.ui.charts.levels import AreaCounts as AreaCounts
from naikkelas.ui.charts.levels import bars_by_area as bars_by_area
from naikkelas.ui.charts.levels import level_bar as level_bar
from naikkelas.ui.charts.maps import MapFeature as MapFeature
from naikkelas.ui.charts.maps import geo_map as geo_map
from naikkelas.ui.charts.outlook import OutlookPoint as OutlookPoint
from naikkelas.ui.charts.outlook import outlook as outlook
from naikkelas.ui.charts.ring import ring as ring
from naikkelas.ui.charts.tiles import Tile as Tile
from naikkelas.ui.charts.tiles import TileGroup as TileGroup
from naikkelas.ui.charts.tiles import tile_map as tile_map
