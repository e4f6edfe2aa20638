# The two commands are `make run` and `make test`. Everything is installed into .venv from the constraints files.
# Without make: the README gives the same commands line by line.
PYTHON ?= python3
BIN = .venv/bin
PIP = $(BIN)/python -m pip --quiet --disable-pip-version-check

.PHONY: run test check quick replay constraints screenshots clean

run: .venv/run                     ## start the service on config/ and serve output/ on 127.0.0.1:8000
	$(BIN)/feedsvc run --serve 127.0.0.1:8000

test: check                        ## everything that CI runs

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest --cov=feedsvc --cov-report=term --cov-report=html

quick: .venv/dev                   ## seconds: style, types and the tests of what changed (ROOM=tests/test_match.py)
	$(BIN)/ruff check .
	$(BIN)/python -m pytest -x $(or $(ROOM),tests)

replay: .venv/dev                  ## one captured page: make replay CASE=portal-rail
	$(BIN)/python -m pytest tests/test_captures.py -k "$(CASE)"

# A virtual environment that cannot be built leaves no half of itself: the stamp is touched last.
.venv/run: constraints.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(PIP) install --require-hashes -r constraints.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	touch $@

.venv/dev: constraints-dev.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(PIP) install --require-hashes -r constraints-dev.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	touch $@ .venv/run

constraints:                       ## pins every package anew (names, versions, hashes; needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url \
	  --extra dev --extra postgres pyproject.toml --output-file constraints-dev.txt
	printf 'hatchling\neditables\n' | uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --constraints constraints-dev.txt --extra postgres pyproject.toml - --output-file constraints.txt

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis htmlcov .coverage
