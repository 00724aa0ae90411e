"""URL to bytes, politely and within limits. The one door to httpx; knows neither parser nor store nor clock.

Requests go straight out: proxies and `.netrc` of the environment are not read. A proxy resolves names itself, so the
rule that the checked address is the connected one could not hold behind it.
"""

import sys

# httpx imports its own command-line client, and with it click and rich: 50 of 110 ms of every refresh, for a program
# nobody runs here. It takes the module's absence for "not installed" and goes on.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
