"""Tests of rules/quality."""
