"""The tree against the known answers of RFC 6962, and against the RFC's own definition.

The answers are the reference vectors of the Certificate Transparency project (google/certificate-transparency,
`cpp/merkletree/merkle_tree_test.cc`; the same in transparency-dev/merkle): eight leaves, roots of every size, paths.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yunpei.evidence.merkle import EMPTY, TILE, fold, in_memory, leaf_hash, node_hash
from yunpei.evidence.verifier import root_of_inclusion, roots_of_consistency

LEAVES = [
    bytes.fromhex(one)
    for one in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
A, B, C = (
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
)
D = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
E = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
F = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
G = "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f"
INCLUSION = {
    (0, 1): [],
    (0, 8): [A, B, C],
    (5, 8): [D, E, ROOTS[4]],
    (2, 3): [ROOTS[2]],
    (1, 5): [ROOTS[1], B, D],
}
CONSISTENCY = {(1, 1): [], (1, 8): [A, B, C], (6, 8): [F, E, ROOTS[4]], (2, 5): [B, D], (6, 7): [F, G, ROOTS[4]]}


def by_definition(data: list[bytes]) -> bytes:
    """RFC 6962, 2.1, as it stands there."""
    if len(data) <= 1:
        return leaf_hash(data[0]) if data else hashlib.sha256(b"").digest()
    k = 1
    while k * 2 < len(data):
        k *= 2
    return node_hash(by_definition(data[:k]), by_definition(data[k:]))


def tree_of(data: list[bytes]):
    return in_memory([leaf_hash(one) for one in data])


@pytest.mark.parametrize("size", range(9))
def test_known_roots(size: int) -> None:
    assert tree_of(LEAVES).root(size).hex() == ROOTS[size]
    assert EMPTY.hex() == ROOTS[0]


@pytest.mark.parametrize(("number", "size"), INCLUSION)
def test_known_inclusion(number: int, size: int) -> None:
    path = tree_of(LEAVES).inclusion(number, size)
    assert [one.hex() for one in path] == INCLUSION[number, size]
    assert root_of_inclusion(leaf_hash(LEAVES[number]), number, size, path).hex() == ROOTS[size]


@pytest.mark.parametrize(("old", "new"), CONSISTENCY)
def test_known_consistency(old: int, new: int) -> None:
    assert [one.hex() for one in tree_of(LEAVES).consistency(old, new)] == CONSISTENCY[old, new]


def test_every_proof_of_every_size_to_eight() -> None:
    tree = tree_of(LEAVES)
    for size in range(1, 9):
        for number in range(size):
            path = tree.inclusion(number, size)
            assert root_of_inclusion(leaf_hash(LEAVES[number]), number, size, path).hex() == ROOTS[size]
        for old in range(1, size):
            roots = tree.root(old), tree.root(size)
            assert roots_of_consistency(old, size, roots[0], tree.consistency(old, size)) == roots


@settings(max_examples=30)
@given(st.integers(1, 3 * TILE), st.data())
def test_it_is_the_tree_of_the_rfc(size: int, data: st.DataObject) -> None:
    leaves = [str(number).encode() for number in range(size)]
    tree, root = tree_of(leaves), by_definition(leaves)
    assert tree.root(size) == root
    number, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    path = tree.inclusion(number, size)
    assert root_of_inclusion(leaf_hash(leaves[number]), number, size, path) == root
    for wrong in (path[:-1], [*path, root], [root, *path[1:]]):
        with suppress(ValueError):
            assert root_of_inclusion(leaf_hash(leaves[number]), number, size, wrong) != root or wrong == path
    if old < size:
        first = tree.root(old)
        assert roots_of_consistency(old, size, first, tree.consistency(old, size)) == (first, root)


@pytest.mark.parametrize(("number", "size"), [(-1, 4), (4, 4), (0, 0)])
def test_what_is_not_in_the_tree(number: int, size: int) -> None:
    with pytest.raises(ValueError, match="not in the tree"):
        tree_of(LEAVES).inclusion(number, size)
    with pytest.raises(ValueError, match="not in the tree"):
        root_of_inclusion(b"", number, size, [])


@pytest.mark.parametrize(("old", "new"), [(0, 4), (5, 4)])
def test_no_tree_shrinks(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="grows"):
        tree_of(LEAVES).consistency(old, new)


def test_folding_takes_a_power_of_two() -> None:
    with pytest.raises(ValueError, match="zip"):
        fold([b"", b"", b""])
