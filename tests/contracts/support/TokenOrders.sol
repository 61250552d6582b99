// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {IRewardLedgerEvents as Events} from "../../../contracts/interfaces/IRewardLedgerEvents.sol";
import {Vm} from "./Vm.sol";

/// @title TokenOrders
/// @notice Signs what a dollar token takes from its holder's key: EIP-2612 permits, and EIP-3009 authorizations whose
/// nonce is bound to a pool as the ledger demands. Built from the type strings of the standards.
library TokenOrders {
    Vm private constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    bytes32 private constant PERMIT_TYPEHASH = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
    );
    bytes32 private constant RECEIVE_TYPEHASH = keccak256(
        "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );

    struct Permit {
        address spender;
        uint256 rawAmount;
        uint256 deadline;
        uint8 v;
        bytes32 r;
        bytes32 s;
    }

    /// @notice A permit by the holder of `key`, with the nonce that the token expects next.
    function permit(
        address token,
        uint256 key,
        address spender,
        uint256 rawAmount,
        uint256 deadline
    ) internal view returns (Permit memory signed) {
        address owner = vm.addr(key);
        uint256 nonce = IERC20Permit(token).nonces(owner);
        bytes32 structHash = keccak256(abi.encode(PERMIT_TYPEHASH, owner, spender, rawAmount, nonce, deadline));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, _digest(token, structHash));
        return Permit(spender, rawAmount, deadline, v, r, s);
    }

    /// @notice `wanted` signed by the holder of `key`, good for `ledger`, `pool` and `expectedOwner` alone.
    function authorize(
        address token,
        uint256 key,
        address ledger,
        uint32 pool,
        address expectedOwner,
        Events.ReceiveAuthorization memory wanted
    ) internal view returns (Events.ReceiveAuthorization memory signed) {
        signed = wanted;
        signed.from = vm.addr(key);
        bytes32 structHash = keccak256(
            abi.encode(
                RECEIVE_TYPEHASH,
                signed.from,
                ledger,
                signed.rawAmount,
                signed.validAfter,
                signed.validBefore,
                nonceFor(pool, expectedOwner, signed.salt)
            )
        );
        (signed.v, signed.r, signed.s) = vm.sign(key, _digest(token, structHash));
    }

    /// @notice The nonce that binds an authorization to a pool.
    function nonceFor(uint32 pool, address expectedOwner, bytes32 salt) internal pure returns (bytes32) {
        return keccak256(abi.encode(pool, expectedOwner, salt));
    }

    function _digest(address token, bytes32 structHash) private view returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", IERC20Permit(token).DOMAIN_SEPARATOR(), structHash));
    }
}
