// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IRewardLedger} from "../interfaces/IRewardLedger.sol";
import {SignedOrders} from "../libraries/SignedOrders.sol";
import {LedgerBase} from "./LedgerBase.sol";

/// @title Payees
/// @notice What a payee may do with what it is owed: itself, or by a signature that anyone carries.
abstract contract Payees is LedgerBase {
    /// @inheritdoc IRewardLedger
    function withdraw(address to, uint64 micros) external override nonReentrant {
        _withdraw(msg.sender, to, micros);
    }

    /// @inheritdoc IRewardLedger
    function withdrawWithSignature(
        address payee,
        address to,
        uint64 micros,
        uint40 deadline,
        bytes calldata signature
    ) external override nonReentrant {
        _checkDeadline(deadline);
        _useSignature(payee, SignedOrders.hashWithdraw(payee, to, micros, _accounts[payee].nonce, deadline), signature);

        _withdraw(payee, to, micros);
    }

    /// @inheritdoc IRewardLedger
    function setMinimumPayout(uint64 micros) external override nonReentrant {
        _setMinimumPayout(msg.sender, micros);
    }

    /// @inheritdoc IRewardLedger
    function setMinimumPayoutWithSignature(
        address payee,
        uint64 micros,
        uint40 deadline,
        bytes calldata signature
    ) external override nonReentrant {
        _checkDeadline(deadline);
        _useSignature(
            payee,
            SignedOrders.hashSetMinimumPayout(payee, micros, _accounts[payee].nonce, deadline),
            signature
        );

        _setMinimumPayout(payee, micros);
    }

    /// @dev Checks that `payee` signed, and uses up the nonce that the struct was hashed with. The key comes first: an
    /// address with delegated code (EIP-7702) still has its key, and its code may know nothing of ERC-1271.
    function _useSignature(address payee, bytes32 structHash, bytes calldata signature) private {
        bytes32 digest = _hashTypedDataV4(structHash);
        (address recovered, ECDSA.RecoverError failure, ) = ECDSA.tryRecoverCalldata(digest, signature);
        bool byKey = failure == ECDSA.RecoverError.NoError && recovered == payee;
        if (!byKey && !SignatureChecker.isValidERC1271SignatureNowCalldata(payee, digest, signature)) {
            revert RewardLedger_PayeeSignatureInvalid(payee);
        }

        ++_accounts[payee].nonce;
    }

    function _withdraw(address payee, address to, uint64 micros) private {
        if (to == address(0)) revert RewardLedger_ZeroAddress();
        if (to == address(this) || to == TOKEN) revert RewardLedger_ForbiddenAddress(to);
        if (micros == 0) revert RewardLedger_AmountZero();
        Account storage account = _accounts[payee];
        uint64 owed = account.owedMicros;
        if (micros > owed) revert RewardLedger_OwedExceeded(micros, owed);

        account.owedMicros = owed - micros;

        emit Withdrawn(payee, to, micros);

        _send(to, micros);
    }

    function _setMinimumPayout(address payee, uint64 micros) private {
        if (micros > MAX_MINIMUM_MICROS) revert RewardLedger_MinimumPayoutOutOfBounds(micros, 0, MAX_MINIMUM_MICROS);

        _accounts[payee].minimumMicros = micros;

        emit MinimumPayoutSet(payee, micros);
    }
}
