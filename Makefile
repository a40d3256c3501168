# The front door. Everything is done by config/front_door, which needs nothing but Python 3.11 or 3.12.
.PHONY: help run stop status set-up test check fix bench proof pins docs
.DEFAULT_GOAL := help
export PYTHON PORT

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | awk -F'\t' '{ printf "make %-8s %s\n", $$1, $$2 }'

run: ## set up what is missing, start the product, stay until Ctrl-C
stop: ## stop the product that runs in this checkout
status: ## say what runs
set-up: ## only set up: packages and assets
test: ## all checks and tests, with what they need
check: ## style, types, imports, definitions, production settings
fix: ## format, and correct what can be corrected
bench: ## measure speed and memory
proof: ## the tests at full size: 240,000 people
pins: ## compile the requirements and the npm lock anew
docs: ## write docs/generated

run stop status set-up test check fix bench proof pins docs:
	@exec sh config/front_door/start.sh $@ $(ARGS)
