// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";

/// @title IPasskeyAccount
/// @notice Holds one person's money behind a passkey. One tap moves it, carried to the chain by anyone; the person needs
/// no gas and no wallet. Nobody else has a say: no owner, no admin, no upgrade, no pause, no fee.
///
/// What it does. It sends tokens, and the chain's own coin, to an address; withdraws what a RewardLedger owes it; sets
/// its minimum payout there; and changes who may sign for it. That is all, on purpose:
/// - A first transfer to an address waits {FIRST_TRANSFER_DELAY}, a change of signers {KEY_DELAY}, and until then either
///   signer can cancel. Everything else exists to keep this true.
/// - It makes no other call. An arbitrary call could approve a spender, and the money would leave without waiting.
/// - It recognises no signature for others (no ERC-1271). Tokens (EIP-2612, EIP-3009), Permit2 and the ledger's own
///   `withdrawWithSignature` pay out on such a signature, again without waiting.
/// - There is no approval, batch, module or session key, for the same reason.
///
/// Signers. The *key* is a passkey and says everything. *Recovery* is an address, a second passkey or nobody; it may
/// propose a new key, and cancel. What either proposes either can cancel, so whoever steals one of them gets nothing while
/// the other's holder looks, and can at most hold up first transfers and changes. Transfers to known addresses nobody
/// without the key can hold up, so one of the person's own, made known early, is a way out that stays. Recovery is a veto: it is for something
/// that the person holds, best an address or a passkey of another domain, which a false page of this one cannot reach.
///
/// Instructions are EIP-712 under the domain `Vouchpenny PasskeyAccount`, version `1`, this chain and this account, so
/// that none works anywhere else:
///
///     Transfer(address token,address to,uint256 rawAmount,uint64 nonce,uint40 deadline)
///     Withdraw(address ledger,address to,uint64 micros,uint64 nonce,uint40 deadline)
///     SetMinimumPayout(address ledger,uint64 micros,uint64 nonce,uint40 deadline)
///     SetKey(bytes32 x,bytes32 y,bool byRecovery,uint64 nonce,uint40 deadline)
///     SetRecovery(bytes32 x,bytes32 y,uint64 nonce,uint40 deadline)
///     Cancel(bool byRecovery,uint64 nonce,uint40 deadline)
///
/// Key and recovery count nonces apart, each used once and in order, so that neither can make the other's instruction
/// stale. A call that reverts uses none.
///
/// Waiting. An instruction that must wait is carried twice, by the same call: the first time its signature counts, and it
/// is noted under its EIP-712 digest; from the end of its delay until before {CARRY_WINDOW} has passed the second call
/// does what it says, without looking at the signature again. {cancel}, a new key and a new recovery end all that waits.
///
/// Signatures. A passkey's signature is `abi.encode(r, s, challengeIndex, typeIndex, authenticatorData, clientDataJSON)`
/// of an assertion whose challenge is the digest (OpenZeppelin `WebAuthn`; six values, not one struct). It must be of
/// type `webauthn.get`, of a person present *and verified* (by fingerprint, face or PIN), with consistent backup flags,
/// and with `s` in the lower half: authenticators return either half, the client folds it. Not looked at:
/// - origin and rpIdHash. Browsers and authenticators let only pages of the passkey's own domain ask for it. Any page
///   there can (of a subdomain, or of an origin that the domain names as related), so whoever serves that domain can
///   show one thing and have another signed. A passkey is as trustworthy, and as long-lived, as its domain.
/// - the signature counter. Synchronised passkeys have none that rises. A copied passkey is not noticed.
/// - the rest of clientDataJSON (`crossOrigin`, extensions).
/// The check uses the P-256 precompile at 0x100 (EIP-7951, RIP-7212) and, where that address is empty, Solidity. Whatever
/// else a chain keeps at 0x100 could forge assertions there.
/// An address signs by ECDSA, 65 bytes with a low `s`, or as ERC-1271 contract; a key with a delegation may do either.
interface IPasskeyAccount is IERC5267 {
    /*//////////////////////////////////////////////////////////////
                                 TYPES
    //////////////////////////////////////////////////////////////*/

    /// @notice Somebody who may sign: a passkey as (x, y), an address as (address, 0), nobody as (0, 0). No point of the
    /// curve has y = 0, so no two kinds look alike.
    /// @param x First coordinate of a P-256 public key, or an address in the lower 160 bits.
    /// @param y Second coordinate, or 0.
    struct Signer {
        bytes32 x;
        bytes32 y;
    }

    /// @notice A signer's yes to an instruction.
    /// @param nonce The signer's next.
    /// @param deadline Last instant at which the instruction may be carried for the first time.
    /// @param signature As the interface says above; not looked at when a waiting instruction is carried again.
    struct Authorization {
        uint64 nonce;
        uint40 deadline;
        bytes signature;
    }

    /*//////////////////////////////////////////////////////////////
                                 EVENTS
    //////////////////////////////////////////////////////////////*/

    /// @notice A first transfer waits. What left without waiting, or after it, the token's own `Transfer` shows.
    /// @param instruction The digest under which it waits.
    /// @param readyAt First instant at which it may be carried again.
    event TransferWaits(
        bytes32 indexed instruction,
        address token,
        address to,
        uint256 rawAmount,
        uint64 nonce,
        uint40 deadline,
        uint40 readyAt
    );

    /// @notice A first withdrawal waits. The ledger logs `Withdrawn` when one is done.
    event WithdrawalWaits(
        bytes32 indexed instruction,
        address ledger,
        address to,
        uint64 micros,
        uint64 nonce,
        uint40 deadline,
        uint40 readyAt
    );

    /// @notice A change of the key waits.
    event KeyWaits(
        bytes32 indexed instruction,
        Signer key,
        bool byRecovery,
        uint64 nonce,
        uint40 deadline,
        uint40 readyAt
    );

    /// @notice A change of recovery waits.
    event RecoveryWaits(bytes32 indexed instruction, Signer recovery, uint64 nonce, uint40 deadline, uint40 readyAt);

    /// @notice An instruction that waited was carried again and done.
    event Completed(bytes32 indexed instruction);

    /// @notice From now on transfers to `to` do not wait, until the key changes.
    event ReceiverKnown(address indexed to);

    /// @notice Everything that waited has ended, and no address is known any more.
    event KeySet(Signer key);

    /// @notice Everything that waited has ended.
    event RecoverySet(Signer recovery);

    /// @notice Everything that waited has ended.
    event Cancelled(bool byRecovery);

    /*//////////////////////////////////////////////////////////////
                                 ERRORS
    //////////////////////////////////////////////////////////////*/

    error PasskeyAccount_ReceiverForbidden(address given);
    /// @notice Neither a point of the curve nor, where one is allowed, an address or nobody.
    error PasskeyAccount_SignerMalformed(bytes32 x, bytes32 y);
    error PasskeyAccount_DeadlinePassed(uint256 deadline, uint256 now_);
    error PasskeyAccount_NonceNotNext(uint64 given, uint64 next);
    error PasskeyAccount_SignatureInvalid(bool byRecovery);
    error PasskeyAccount_DelayNotOver(uint256 readyAt, uint256 now_);
    error PasskeyAccount_WindowOver(uint256 expiresAt, uint256 now_);
    error PasskeyAccount_TransferFailed(address token, address to, uint256 rawAmount);

    /*//////////////////////////////////////////////////////////////
                                 MONEY
    //////////////////////////////////////////////////////////////*/

    // Every function below may be called by anyone. After its own refusals each refuses, in this order: while it waits
    // DelayNotOver and WindowOver; else DeadlinePassed (after, not at, the deadline), NonceNotNext, SignatureInvalid.

    /// @notice Sends tokens to `to`: at once if it is known or is this account, else after {FIRST_TRANSFER_DELAY}, which
    /// makes it known. By the key.
    /// @param token Zero stands for the chain's coin, which an account can have received before it existed; once it
    /// exists it takes none.
    /// @param rawAmount In the token's own units. 0 makes an address known before there is money.
    /// @return done False when the instruction now waits.
    /// @dev Refuses ReceiverForbidden (zero, the token), TransferFailed (the token reverted or returned false; a waiting
    /// instruction goes on waiting). Logs `TransferWaits`, or `ReceiverKnown` the first time, and `Completed`.
    function transfer(
        address token,
        address to,
        uint256 rawAmount,
        Authorization calldata authorization
    ) external returns (bool done);

    /// @notice Has `ledger` send `micros` of what it owes this account to `to`, by the rule of {transfer}. By the key.
    /// @param to This account itself is always known.
    /// @param micros Any amount, also below the minimum payout.
    /// @return done False when the instruction now waits.
    /// @dev Refuses ReceiverForbidden (zero, the ledger), and whatever the ledger refuses. Logs `WithdrawalWaits`, or
    /// `ReceiverKnown` the first time, and `Completed`.
    function withdraw(
        address ledger,
        address to,
        uint64 micros,
        Authorization calldata authorization
    ) external returns (bool done);

    /// @notice Sets from which amount `ledger` pays this account by itself; at once. By the key.
    /// @dev Moves no money and bars no withdrawal, so it need not wait. Refuses whatever the ledger refuses, which logs it.
    function setMinimumPayout(address ledger, uint64 micros, Authorization calldata authorization) external;

    /*//////////////////////////////////////////////////////////////
                                SIGNERS
    //////////////////////////////////////////////////////////////*/

    /// @notice Replaces the key by another passkey after {KEY_DELAY}, for a lost or a new device. By the key or recovery.
    /// @dev Whoever chose the known addresses is gone, so they are forgotten; and all that waited ends. Refuses
    /// SignerMalformed (no point of the curve). Logs `KeyWaits`, or `KeySet` and `Completed`.
    /// @return done False when the instruction now waits.
    function setKey(
        Signer calldata newKey,
        bool byRecovery,
        Authorization calldata authorization
    ) external returns (bool done);

    /// @notice Adds, replaces or, with nobody, removes recovery after {KEY_DELAY}. By the key.
    /// @dev All that waited ends. Refuses SignerMalformed. Logs `RecoveryWaits`, or `RecoverySet` and `Completed`.
    /// @return done False when the instruction now waits.
    function setRecovery(
        Signer calldata newRecovery,
        Authorization calldata authorization
    ) external returns (bool done);

    /// @notice Ends everything that waits, whoever signed it; at once. By the key or recovery.
    /// @dev One call ends any number, so that a thief's many proposals cost their victim one. Logs `Cancelled`.
    function cancel(bool byRecovery, Authorization calldata authorization) external;

    /*//////////////////////////////////////////////////////////////
                               READ-ONLY
    //////////////////////////////////////////////////////////////*/

    /// @notice Seconds that a first transfer to an address waits.
    function FIRST_TRANSFER_DELAY() external view returns (uint40);

    /// @notice Seconds that a change of key or recovery waits.
    function KEY_DELAY() external view returns (uint40);

    /// @notice Seconds for which an instruction may be carried again once its delay is over.
    function CARRY_WINDOW() external view returns (uint40);

    /// @notice Whose signature moves money.
    function key() external view returns (Signer memory);

    /// @notice Who may propose a new key, and cancel.
    function recovery() external view returns (Signer memory);

    /// @return ofKey Next nonce of the key.
    /// @return ofRecovery Next nonce of recovery.
    function nonces() external view returns (uint64 ofKey, uint64 ofRecovery);

    /// @notice Whether a transfer to `to` does not wait.
    function isKnown(address to) external view returns (bool);

    /// @param instruction An EIP-712 digest.
    /// @return readyAt First instant at which it may be carried again; 0 when it does not wait.
    function waitsUntil(bytes32 instruction) external view returns (uint40 readyAt);
}
