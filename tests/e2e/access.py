"""What a page is measured by: axe-core, its size, the size of what can be tapped."""

from functools import cache
from typing import Any

from playwright.sync_api import Page

from tests.e2e.conftest import ROOT

# WCAG 2.2 AA and below, and what axe calls good practice.
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = """async tags => {
  const only = { runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }
  const { violations } = await axe.run(document, only)
  return violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ target }) => target.join(' ')) }))
}"""
# A button that has just been enabled is on its way from one colour to the other.
_STILL = """() => Promise.allSettled(document.getAnimations()
  .filter(animation => animation.effect.getComputedTiming().endTime !== Infinity)
  .map(animation => animation.finished))"""
# Links inside a sentence are as high as their line (WCAG 2.5.8, inline), a checkbox is tapped by its label.
_SMALL = """least => [...document.querySelectorAll('a, button, input, select, textarea, summary, [role=slider]')]
  .map(element => element.matches('[type=checkbox], [type=radio]') ? (element.closest('label') ?? element) : element)
  .filter(element => element.checkVisibility({ visibilityProperty: true }) && !element.closest('.unseen'))
  .filter(element => !(element.tagName === 'A' && getComputedStyle(element).display === 'inline'))
  .filter(element => {
    const { width, height } = element.getBoundingClientRect()
    return width > 0 && (width < least - 0.5 || height < least - 0.5)
  })
  .map(element => `${element.tagName} ${element.className} ${element.textContent.trim().slice(0, 30)}`)"""
_WIDER = """() => [...document.querySelectorAll('body *')]
  .filter(element => element.checkVisibility() && element.getBoundingClientRect().right > innerWidth + 1
    && !element.closest('.unseen, .scrolls, svg'))
  .map(element => `${element.tagName} ${element.className} ${element.textContent.trim().slice(0, 30)}`)"""


@cache
def _axe() -> str:
    return (ROOT / "pwa/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


def violations(page: Page) -> list[Any]:
    """What axe-core finds on the page once it stands still."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_axe())
    page.evaluate(_STILL)
    found: list[Any] = page.evaluate(_RUN, _TAGS)
    return found


def small_targets(page: Page, least: int = 48) -> list[str]:
    """What can be tapped and is smaller than `least` px on a side."""
    found: list[str] = page.evaluate(_SMALL, least)
    return found


def cut_off(page: Page) -> list[str]:
    """What sticks out of the window on the right."""
    found: list[str] = page.evaluate(_WIDER)
    return found
