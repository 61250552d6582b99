// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20TransferAuthorization} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20TransferAuthorization.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

/// @title AuthorizationToken
/// @notice A token with EIP-3009, free nonces, and the decimals it was told to have. Of each transfer it burns the fee
/// that it was told to take, in raw units.
contract AuthorizationToken is ERC20Permit, ERC3009 {
    uint8 private immutable _decimals;
    uint256 private immutable _fee;

    constructor(uint8 decimals_, uint256 fee) ERC20("Mock", "MOCK") ERC20Permit("Mock") {
        _decimals = decimals_;
        _fee = fee;
    }

    function mint(address to, uint256 rawAmount) external {
        _mint(to, rawAmount);
    }

    function decimals() public view override returns (uint8) {
        return _decimals;
    }

    function _update(address from, address to, uint256 rawAmount) internal override {
        super._update(from, to, rawAmount);
        if (from != address(0) && _fee != 0) super._update(to, address(0), _fee);
    }
}

/// @title DollarCoin
/// @notice Takes authorizations as the commonest dollar token does: signed by a key or by a wallet (ERC-1271), as bytes,
/// or as v, r and s, which it packs into bytes.
contract DollarCoin is ERC20Permit, ERC3009 {
    constructor() ERC20("Dollar Coin", "DOLLAR") ERC20Permit("Dollar Coin") {}

    function mint(address to, uint256 rawAmount) external {
        _mint(to, rawAmount);
    }

    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) public override {
        bytes memory signature = abi.encodePacked(r, s, v);
        receiveWithAuthorization(from, to, value, validAfter, validBefore, nonce, signature);
    }

    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes memory signature
    ) public {
        bytes32 structHash = keccak256(
            abi.encode(RECEIVE_WITH_AUTHORIZATION_TYPEHASH, from, to, value, validAfter, validBefore, nonce)
        );
        require(to == msg.sender, "caller must be the payee");
        require(
            SignatureChecker.isValidSignatureNow(from, _hashTypedDataV4(structHash), signature),
            "invalid signature"
        );
        _transferWithAuthorization(from, to, value, validAfter, validBefore, nonce);
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }
}

/// @title KeyedNonceToken
/// @notice Takes authorizations whose nonce is the next of a sequence, so that none which the ledger demands will do.
contract KeyedNonceToken is ERC20TransferAuthorization {
    constructor() ERC20("Mock", "MOCK") EIP712("Mock", "1") {}

    function mint(address to, uint256 rawAmount) external {
        _mint(to, rawAmount);
    }

    // solhint-disable-next-line func-name-mixedcase
    function DOMAIN_SEPARATOR() external view returns (bytes32) {
        return _domainSeparatorV4();
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }
}
