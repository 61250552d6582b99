// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {IPasskeyAccount} from "./IPasskeyAccount.sol";
import {IPasskeyAccountFactory} from "./IPasskeyAccountFactory.sol";
import {PasskeyAccount} from "./PasskeyAccount.sol";

/// @title PasskeyAccountFactory
/// @notice Creates accounts at the addresses that `IPasskeyAccountFactory` promises.
contract PasskeyAccountFactory is IPasskeyAccountFactory {
    /// @dev What tells accounts apart is in their code; the salt has nothing to add.
    bytes32 private constant SALT = 0;

    /// @inheritdoc IPasskeyAccountFactory
    address public immutable override IMPLEMENTATION = address(new PasskeyAccount());

    /// @inheritdoc IPasskeyAccountFactory
    function createAndCall(
        IPasskeyAccount.Signer calldata key,
        IPasskeyAccount.Signer calldata recovery,
        bytes calldata call
    ) external override returns (address account, bytes memory answer) {
        account = create(key, recovery);
        answer = Address.functionCall(account, call);
    }

    /// @inheritdoc IPasskeyAccountFactory
    function create(
        IPasskeyAccount.Signer calldata key,
        IPasskeyAccount.Signer calldata recovery
    ) public override returns (address account) {
        account = accountOf(key, recovery);
        if (account.code.length != 0) return account;

        emit AccountCreated(account, key, recovery);

        Clones.cloneDeterministicWithImmutableArgs(IMPLEMENTATION, abi.encode(key, recovery), SALT);
    }

    /// @inheritdoc IPasskeyAccountFactory
    function accountOf(
        IPasskeyAccount.Signer calldata key,
        IPasskeyAccount.Signer calldata recovery
    ) public view override returns (address account) {
        return Clones.predictDeterministicAddressWithImmutableArgs(IMPLEMENTATION, abi.encode(key, recovery), SALT);
    }
}
