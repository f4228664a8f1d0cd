"""Corrections (补签): a punch no terminal has, asked for by one and approved by another."""
