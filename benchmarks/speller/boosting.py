"""Trains boosted trees with LightGBM, which only training needs."""

from collections.abc import Iterable
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt

from checks.words.spelling.features import Table
from checks.words.spelling.trees import LEAF, Trees

Vector = npt.NDArray[np.float32]
SETTINGS = {
    "objective": "binary",
    "learning_rate": 0.05,
    "num_leaves": 31,
    "min_data_in_leaf": 50,
    "lambda_l2": 5,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "deterministic": True,
    "force_row_wise": True,
    "verbose": -1,
}


def train_trees(
    tables: Iterable[Table], truths: Iterable[Vector], weights: Iterable[Vector], *,
    rounds: int, seed: int,
) -> Trees:  # fmt: skip
    """Train trees on candidates that are right (1) or not (0)."""
    data = lightgbm.Dataset(
        np.concatenate(list(tables)),
        np.concatenate(list(truths)),
        weight=np.concatenate(list(weights)),
    )
    booster = lightgbm.train({**SETTINGS, "seed": seed}, data, rounds)
    return trees_of(booster)


def trees_of(booster: lightgbm.Booster) -> Trees:
    """Lay the trees of a booster out in arrays."""
    trees = [_nodes(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]]
    width = max(map(len, trees))
    shape = (len(trees), width)
    feature = np.full(shape, LEAF, np.int16)
    left, right = np.zeros(shape, np.int16), np.zeros(shape, np.int16)
    threshold, value = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    for row, nodes in enumerate(trees):
        for column, node in enumerate(nodes):
            value[row, column] = node.get("leaf_value", 0.0)
            if "split_feature" in node:
                feature[row, column] = node["split_feature"]
                threshold[row, column] = node["threshold"]
                left[row, column] = node["left"]
                right[row, column] = node["right"]
    return Trees(feature, threshold, left, right, value, max(map(_depth, trees)))


def _nodes(root: dict[str, Any]) -> list[dict[str, Any]]:
    """Number the nodes of a tree, the root first; children are named by their numbers."""
    nodes: list[dict[str, Any]] = []

    def add(node: dict[str, Any]) -> int:
        number = len(nodes)
        nodes.append(dict(node))
        if "split_feature" in node:
            nodes[number]["left"] = add(node["left_child"])
            nodes[number]["right"] = add(node["right_child"])
        return number

    add(root)
    return nodes


def _depth(nodes: list[dict[str, Any]]) -> int:
    depths = [0] * len(nodes)
    for number in range(len(nodes) - 1, -1, -1):
        if "split_feature" in nodes[number]:
            children = (nodes[number]["left"], nodes[number]["right"])
            depths[number] = 1 + max(depths[child] for child in children)
    return depths[0]
