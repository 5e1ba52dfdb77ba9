"""Where each page lies; those of a workbench are in its own package."""

from __future__ import annotations

from aiohttp import web

from bot.portal.pages import cases, community, courses, deputies, open_pages, trees
from bot.portal.widget_bundle import WIDGET_PATH, widget

PAGE_ROUTES: list[web.AbstractRouteDef] = [
    web.get("/", open_pages.portal_page),
    web.get("/assistent", open_pages.assistant_page),
    web.get("/tilgaengelighed", open_pages.accessibility_page),
    web.get("/emner", open_pages.topics_page),
    web.get("/emner/{solution}", open_pages.topic_page),
    web.get("/forloeb", courses.courses_page),
    web.post("/forloeb", courses.change_courses),
    web.get("/forloeb/{course}", courses.course_page),
    web.post("/forloeb/{course}", courses.change_course),
    web.get("/forloeb/{course}/dele/{part}/giv-videre", courses.hand_page),
    web.post("/forloeb/{course}/dele/{part}/giv-videre", courses.hand_on),
    web.get("/stedfortraeder", deputies.deputies_page),
    web.post("/stedfortraeder", deputies.change_deputies),
    web.get("/sager", cases.cases_page),
    web.post("/sager", cases.change_cases),
    web.get("/sager/faellesskab", community.community_page),
    web.post("/sager/faellesskab", community.change_community),
    web.get("/sager/{number}", cases.case_page),
    web.post("/sager/{number}", cases.change_case),
    web.get("/sager/{number}/filer/{file}", cases.case_file),
    web.get("/redaktion/traeer", trees.trees_page),
    web.get("/redaktion/traeer/{tree}", trees.tree_page),
    web.get(WIDGET_PATH, widget),
    web.static("/static", open_pages.STATIC),
]
