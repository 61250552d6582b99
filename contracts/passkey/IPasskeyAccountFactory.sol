// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPasskeyAccount} from "./IPasskeyAccount.sol";

/// @title IPasskeyAccountFactory
/// @notice Gives every pair of key and recovery one address, known before anything is on the chain, so that money can
/// arrive there first. Nobody owns the factory, and it has no rights over the accounts that it creates.
///
/// The address is CREATE2 of the account's code, which contains key and recovery: with other signers it is another
/// address, so nobody can take one for themselves, and whoever creates an account first creates the same one. Neither is
/// checked here: an address exists whatever it was made of, and where the key is no point of the curve only recovery can
/// ever give it one. Clients check before they show an address.
///
/// An account is a clone of one implementation (ERC-1167) with its signers behind the code, and no initialiser. It costs
/// 96 000 gas to create, where the whole code would cost 2 900 000, and each instruction 4 000 more: less up to some 690
/// instructions, and most accounts see a handful. The implementation itself holds nothing and is nobody's account.
interface IPasskeyAccountFactory {
    /// @notice Logged once for an account, when its code is put on the chain.
    event AccountCreated(address indexed account, IPasskeyAccount.Signer key, IPasskeyAccount.Signer recovery);

    /// @notice The code behind every account.
    function IMPLEMENTATION() external view returns (address);

    /// @notice Where the account of `key` and `recovery` is, or will be.
    function accountOf(
        IPasskeyAccount.Signer calldata key,
        IPasskeyAccount.Signer calldata recovery
    ) external view returns (address account);

    /// @notice Creates the account unless it exists. Anyone may.
    /// @dev Logs `AccountCreated` when it was new.
    function create(
        IPasskeyAccount.Signer calldata key,
        IPasskeyAccount.Signer calldata recovery
    ) external returns (address account);

    /// @notice Creates the account unless it exists, and calls it: so the first tap needs no chain transaction before it.
    /// Anyone may.
    /// @param call One of the functions of `IPasskeyAccount`, with its arguments.
    /// @return account The account.
    /// @return answer What the account returned.
    /// @dev An account never asks who calls it, so calling through here gives and takes nothing. Refuses whatever the
    /// account refuses, and then has created nothing.
    function createAndCall(
        IPasskeyAccount.Signer calldata key,
        IPasskeyAccount.Signer calldata recovery,
        bytes calldata call
    ) external returns (address account, bytes memory answer);
}
