// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title IssuerToken
/// @notice A dollar token with an issuer's powers, here in everybody's hands: stop everything, freeze an address, wipe what
/// an address has, ask more gas for a transfer, keep a fee on top of it.
contract IssuerToken is ERC20 {
    bool public paused;
    uint256 public extraGas;
    uint256 public feeOnTop;
    mapping(address account => bool) public frozen;

    constructor() ERC20("Issuer", "ISSUE") {}

    function pause(bool paused_) external {
        paused = paused_;
    }

    function freeze(address account, bool frozen_) external {
        frozen[account] = frozen_;
    }

    function wipe(address account, uint256 rawAmount) external {
        _burn(account, rawAmount);
    }

    function mint(address to, uint256 rawAmount) external {
        _mint(to, rawAmount);
    }

    function setExtraGas(uint256 extraGas_) external {
        extraGas = extraGas_;
    }

    function setFeeOnTop(uint256 feeOnTop_) external {
        feeOnTop = feeOnTop_;
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }

    function _update(address from, address to, uint256 rawAmount) internal override {
        if (from != address(0) && to != address(0)) {
            require(!paused && !frozen[from] && !frozen[to], "stopped by the issuer");
            uint256 before = gasleft();
            while (before - gasleft() < extraGas) {}
            if (feeOnTop != 0) super._update(from, address(0), feeOnTop);
        }
        super._update(from, to, rawAmount);
    }
}
