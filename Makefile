# Every command does the set-up it needs; set-up that is up to date costs a tenth of a second.
.PHONY: help setup run train test test-quick eval bench bench-clinc danish-model teams-package screens clean
.DEFAULT_GOAL := help

# Any Python that runs can do the set-up: the first that answers (a shim without a version behind it does not).
PYTHON := $(shell for python in .venv/bin/python python3 python3.13 python3.12 python3.11 python; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 7))' >/dev/null 2>&1 && echo "$$python" && break; done)
SETUP := $(or $(PYTHON),@echo "Python 3.11 or newer is needed, and none was found." >&2; exit 1;) -m scripts.setup
APP := .venv/bin/python
DEMO ?= 1
CORPORA ?= ../shared/corpora

help:
	@echo "make run         start the assistant with demo people: http://127.0.0.1:8080"
	@echo "                 PORT=8080      the portal's port (the next two are used inside)"
	@echo "                 DATA_DIR=var   where the database, files and logs live"
	@echo "                 DEMO=1         demo people to log in as (this computer only); DEMO=0 for real sign-on"
	@echo "make test        everything: lint, types, units, knowledge, Rasa, whole conversations, browser (10 minutes)"
	@echo "make test-quick  lint, types and the unit tests that are quick (a minute and a half)"
	@echo "                 without demo, grunddata, portal, properties and what is marked slow: make test has them"
	@echo "make eval        how well questions are understood"
	@echo "make bench-clinc how the same components do on a public benchmark (CLINC150=<its folder>)"
	@echo "make bench       how fast the assistant answers, beside Rasa's default pipeline"
	@echo "make danish-model"
	@echo "                 train, score and pack the Danish spaCy model into vendor/ (10 minutes)"
	@echo "                 CORPORA=../shared/corpora   the corpora that it needs"
	@echo "make teams-package"
	@echo "                 write the app for Microsoft Teams (docs/teams.md)"
	@echo "make screens     take the pictures of the widget in docs/screens (a minute; needs Chromium)"
	@echo "make train       train the model, if none fits the data"
	@echo "make setup       install what is needed (Python 3.11 or newer, and 3.10 for Rasa)"
	@echo "make clean       remove what was installed and trained; the data in var/ stay"

setup:
	@$(SETUP)

train:
	@$(SETUP) all
	@$(APP) -m bot.supervisor.train

run:
	@$(SETUP) all
	@$(APP) -m bot.supervisor.train
	@DEMO=$(DEMO) $(APP) -m bot.supervisor

test:
	@$(SETUP) all
	@$(APP) -m scripts.checks all

test-quick:
	@$(SETUP) app
	@$(APP) -m scripts.checks quick

eval:
	@$(SETUP) all
	@$(APP) -m bot.supervisor.train
	@$(APP) -m nlp.evaluate

bench:
	@$(SETUP) all
	@$(APP) -m bot.supervisor.train
	@$(APP) -m bench

danish-model:
	@$(SETUP) all
	@CORPORA="$(CORPORA)" $(APP) -m nlp.danish_model build

teams-package:
	@$(SETUP) app
	@$(APP) -m scripts.teams_package

bench-clinc:
	@$(SETUP) all
	@CLINC150="$(CLINC150)" $(APP) -m nlp.clinc

screens:
	@$(SETUP) app
	@SCREENS=docs/screens $(APP) -m pytest -q --import-mode=importlib tests/browser/test_states.py \
		tests/browser/test_desk.py::test_the_desk_is_accessible_at_every_width \
		tests/browser/test_desk.py::test_the_look_up_is_accessible_at_every_width

clean:
	rm -rf .venv .venv-engine .rasa .pytest_cache .mypy_cache .ruff_cache .hypothesis tests/browser/playground/node_modules var/models var/danish-model
