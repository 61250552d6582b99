// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Assembly} from "../../../contracts/libraries/Assembly.sol";

/// @title BatchTransfer
/// @notice What the gas bench compares the ledger with: a lean way to send a token to many. It takes the total from the
/// caller and passes it on; it checks nothing else and keeps no trace. Only for measuring; never deploy it for real.
contract BatchTransfer {
    /// @dev to 20 B · raw amount 6 B
    uint256 private constant PAYMENT_BYTES = 26;

    error BatchTransfer_TransferFailed(address to, uint256 rawAmount);

    /// @notice Sends `token` to each recipient of `payments`, packed `to 20 B · raw amount 6 B`.
    /// @param rawTotal Sum of the amounts.
    function send(address token, uint256 rawTotal, bytes calldata payments) external {
        if (!IERC20(token).transferFrom(msg.sender, address(this), rawTotal)) {
            revert BatchTransfer_TransferFailed(address(this), rawTotal);
        }
        unchecked {
            for (uint256 offset; offset < payments.length; offset += PAYMENT_BYTES) {
                uint256 payment = Assembly.wordAt(payments, offset);
                address to = address(uint160(payment >> 96));
                uint256 rawAmount = (payment >> 48) & type(uint48).max;
                if (!Assembly.tryTransfer(token, to, rawAmount, gasleft())) {
                    revert BatchTransfer_TransferFailed(to, rawAmount);
                }
            }
        }
    }
}
