"""Who buys and who supplies. Contact points are left where they are: no personal details are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from scrapers.notice import AuthorityKind, Nation, Organisation
from scrapers.readers.fields import Log, Node, flag, identifier, section, sections, text, words

KINDS = {
    "publicAuthorityCentralGovernment": AuthorityKind.CENTRAL,
    "publicAuthoritySubCentralGovernment": AuthorityKind.SUB_CENTRAL,
    "publicUndertaking": AuthorityKind.PUBLIC_UNDERTAKING,
    "privateUtility": AuthorityKind.PRIVATE_UTILITY,
    "other": AuthorityKind.OTHER,
}
"""Scheme ``UK_CA_TYPE`` (https://github.com/cabinetoffice/ocds_uk_extension)."""

OLDER_KINDS = {
    "MINISTRY": AuthorityKind.CENTRAL,
    "NATIONAL_AGENCY": AuthorityKind.CENTRAL,
    "Ministry or any other national or federal authority, including their regional or local subdivisions": (
        AuthorityKind.CENTRAL
    ),
    "National or federal agency/office": AuthorityKind.CENTRAL,
    "REGIONAL_AUTHORITY": AuthorityKind.SUB_CENTRAL,
    "REGIONAL_AGENCY": AuthorityKind.SUB_CENTRAL,
    "Regional or local authority": AuthorityKind.SUB_CENTRAL,
    "Regional or local agency/office": AuthorityKind.SUB_CENTRAL,
}
"""Scheme ``TED_CA_TYPE`` by code or words. "Body governed by public law" is either, and stays unknown."""

OWN_NUMBERS = "GB-FTS"
"""The scheme of numbers that Find a Tender gives to names as it goes: no register."""

NATIONS = {"GB-WLS": Nation.WALES, "GB-NIR": Nation.NORTHERN_IRELAND, "GB-SCT": Nation.SCOTLAND}
"""Scheme ``UK_CA_DEVOLVED_REGULATIONS``."""


def parties_of(raw: Node, log: Log) -> tuple[Organisation, ...]:
    """The organisations that a release lists."""
    found = (_party(item, pointer, log) for pointer, item in sections(raw, "parties", "", log))
    return tuple(party for party in found if party is not None)


def _party(item: Node, at: str, log: Log) -> Organisation | None:
    register, place = _register(item, at, log)
    party_id = identifier(item, "id", at, log)
    name = text(item, "name", at, log) or text(register, "legalName", place, log) or party_id
    if name is None:
        log.wrong(at, item, "an organisation with a name")
        return None
    details = section(item, "details", at, log)
    kind, nation = _classified(details, f"{at}/details", log)
    return Organisation(
        name=name,
        id=party_id,
        scheme=text(register, "scheme", place, log),
        identifier=identifier(register, "id", place, log),
        no_identifier_reason=text(register, "noIdentifierRationale", place, log),
        roles=words(item, "roles", at, log),
        kind=kind,
        nation=nation,
        region=text(section(item, "address", at, log), "region", f"{at}/address", log),
        scale=text(details, "scale", f"{at}/details", log),
        vcse=flag(details, "vcse", f"{at}/details", log),
        pointer=at,
    )


def _register(item: Node, at: str, log: Log) -> tuple[Node, str]:
    """The entry in a register, else the first of the additional ones, with its pointer."""
    register = section(item, "identifier", at, log)
    told = register.get("noIdentifierRationale") or (register.get("id") and register.get("scheme") != OWN_NUMBERS)
    if not told and item.get("additionalIdentifiers"):
        for pointer, other in sections(item, "additionalIdentifiers", at, log):
            return {**register, **other}, pointer
    return register, f"{at}/identifier"


def _classified(details: Node, at: str, log: Log) -> tuple[AuthorityKind, Nation | None]:
    kind, nation = AuthorityKind.UNKNOWN, None
    if details.get("classifications") is None:
        return kind, nation
    for pointer, item in sections(details, "classifications", at, log):
        scheme = item.get("scheme")
        code = text(item, "id", pointer, log) or ""
        if scheme == "UK_CA_TYPE":
            kind = KINDS.get(code, AuthorityKind.OTHER)
        elif scheme == "UK_CA_DEVOLVED_REGULATIONS":
            nation = NATIONS.get(code, nation)
        elif scheme == "TED_CA_TYPE":
            kind = OLDER_KINDS.get(code, kind)
    return kind, nation


def buyer_of(
    raw: Node, parties: tuple[Organisation, ...], by_id: Mapping[str | None, Organisation], log: Log
) -> Organisation | None:
    """The buyer named by the release, else the party with that role (UK9, UK11 and UK12 name none)."""
    named = section(raw, "buyer", "", log)
    if named:
        party = by_id.get(identifier(named, "id", "/buyer", log))
        if party is not None:
            return party
        found = _named(named, "/buyer", log)
        if found is not None:
            return found
    return next((party for party in parties if "buyer" in party.roles), None)


def with_nation(buyer: Organisation | None, nation: Nation | None) -> Organisation | None:
    """The buyer, under the rules of the nation whose site it publishes on, where it declares no other."""
    if buyer is None or nation is None or buyer.nation is not None:
        return buyer
    return replace(buyer, nation=nation)


def suppliers_of(node: Node, at: str, by_id: Mapping[str | None, Organisation], log: Log) -> tuple[Organisation, ...]:
    """The suppliers of an award, with what the list of parties says of them."""
    if node.get("suppliers") is None:
        return ()
    found = []
    for pointer, item in sections(node, "suppliers", at, log):
        supplier = by_id.get(identifier(item, "id", pointer, log)) or _named(item, pointer, log)
        if supplier is not None:
            found.append(supplier)
    return tuple(found)


def _named(item: Node, at: str, log: Log) -> Organisation | None:
    party_id = identifier(item, "id", at, log)
    name = text(item, "name", at, log) or party_id
    return None if name is None else Organisation(name=name, id=party_id, pointer=at)
