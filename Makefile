# What we type here; `make help` shows it.
.DEFAULT_GOAL := help
SHELL := /bin/sh

SIZE ?= small
HOST ?= 127.0.0.1
PORT ?= 8000
BIN := .venv/bin
PYTEST := $(BIN)/python -m shanqiao.host.borrow $(BIN)/pytest -n 3 -rs
# the newest Python we can run on, whatever the machine calls it
PYTHON := $(shell for p in python3.13 python3.12 python3.11 python3; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)

# tests start many programs, and each would compile all it imports again
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup setup-dev setup-cluster setup-bench run stop codes fresh test test-whole check arrows fix lock messages screenshots bench python

help: ## 列出这些命令 / list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1	\2/' | expand -t 22

setup: python ## 只做准备 / set-up alone: packages, pages, .venv/bin/shanqiao
	@$(PYTHON) deploy/setup

setup-dev: python
	@$(PYTHON) deploy/setup dev

setup-cluster: python ## 另装集群所需 / what planning on several machines needs besides
	@$(PYTHON) deploy/setup cluster

setup-bench: python ## 另装比对测试用的公开数据与同类程序 / labelled registers of others and a peer of rules, by which we are measured
	@$(PYTHON) deploy/setup bench

run: setup ## 启动演示城市 / serve the demonstration city (SIZE=small|city, PORT=8000)
	@exec $(BIN)/shanqiao run --size $(SIZE) --host $(HOST) --port $(PORT)

stop: ## 停止 / stop the server and the database
	@test ! -x $(BIN)/shanqiao || exec $(BIN)/shanqiao stop

codes: ## 演示账号与此刻的验证码 / the demonstration's sign-ins with the codes of this moment
	@SHANQIAO_DEMONSTRATION=1 $(BIN)/python -m shanqiao.host.borrow $(BIN)/python manage.py sign_ins

fresh: ## 清空数据重来 / stop and delete all data and keys (YES=1 does not ask)
	@if [ -x $(BIN)/shanqiao ]; then exec $(BIN)/shanqiao fresh $(if $(YES),--yes); else echo "nothing to delete"; fi

test: check ## 每天的测试 / what must hold, without the tests that bear the mark "thorough"
	@$(PYTEST) -m "not thorough"

test-whole: check ## 全部测试 / everything that must hold
	@$(PYTEST)

check: setup-dev ## 每次改动都看的 / style, arrows, types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy

arrows: setup-dev ## 谁可以用谁 / who may use whom
	@$(BIN)/lint-imports

fix: setup-dev ## 整理格式 / tidy what can be tidied
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: setup-dev ## 更新依赖 / choose newer packages and write the locks
	@$(PYTHON) deploy/setup lock

messages: setup-dev ## 收集待译文字 / collect the texts of all screens for translation
	@$(BIN)/python -m scripts.messages

screenshots: setup-dev ## 文档里的图片 / the pictures of README and tutorial, made by walking through a demonstration city
	@$(BIN)/python -m scripts.screenshots

bench: setup-dev ## 计时 / timed runs of the engines
	@$(BIN)/python -m bench.plan

python:
	@test -n "$(PYTHON)" || { echo "shanqiao 需要 Python 3.11 或更新版本 / shanqiao needs Python 3.11 or newer"; exit 1; }
