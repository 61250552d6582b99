// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerEvents as Events} from "../../../contracts/interfaces/IRewardLedgerEvents.sol";
import {TokenOrders} from "../support/TokenOrders.sol";
import {Dice} from "./Dice.sol";
import {Drafts} from "./Drafts.sol";

/// @title DepositActions
/// @notice A retailer's money comes in: by allowance, by permit, by an authorization that anyone carries.
abstract contract DepositActions is Drafts {
    using Dice for Dice.Cup;

    uint256 private constant MOST_MICROS = 200_000_000;

    /// @dev Each authorization has another: the same number drawn again must not make the same one.
    uint256 private _salts;

    /// @dev A relayer's address, and whoever else carries what others signed.
    function carrierAt(uint256 index) internal pure returns (address) {
        return address(uint160(0x4E1A00 + index));
    }

    function retailerDeposits(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        uint32 pool_ = _somePool(cup);
        uint256 rawAmount = _mintForFunder(cup);
        vm.prank(vm.addr(FUNDER_KEY));
        mock.approve(address(ledger), rawAmount);

        _deposit(pool_, vm.addr(FUNDER_KEY), abi.encodeCall(ledger.deposit, (pool_, _pools[pool_].owner, rawAmount)));
    }

    /// @dev Now and then somebody carries the permit ahead, or it is none and the allowance stands.
    function retailerDepositsByPermit(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        uint32 pool_ = _somePool(cup);
        uint256 rawAmount = _mintForFunder(cup);
        address funder = vm.addr(FUNDER_KEY);
        TokenOrders.Permit memory permit = TokenOrders.permit(
            address(mock),
            FUNDER_KEY,
            address(ledger),
            rawAmount,
            clock
        );
        if (cup.oneIn(3)) {
            mock.permit(funder, address(ledger), rawAmount, clock, permit.v, permit.r, permit.s);
            _note("permit carried ahead");
        } else if (cup.oneIn(3)) {
            vm.prank(funder);
            mock.approve(address(ledger), rawAmount);
            permit.deadline = clock - 1;
            _note("permit too late, allowance stands");
        }

        bytes memory call = abi.encodeCall(
            ledger.depositWithPermit,
            (pool_, _pools[pool_].owner, rawAmount, permit.deadline, permit.v, permit.r, permit.s)
        );
        _deposit(pool_, funder, call);
    }

    /// @dev Before it is carried, somebody tries to have it for another pool.
    function retailerDepositsByAuthorization(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        uint32 pool_ = _somePool(cup);
        address owner = _pools[pool_].owner;
        Events.ReceiveAuthorization memory signed;
        signed.rawAmount = _mintForFunder(cup);
        (signed.validAfter, signed.validBefore) = (clock - 1, clock + cup.between(1, 1 days));
        signed.salt = bytes32(++_salts);
        signed = TokenOrders.authorize(address(mock), FUNDER_KEY, address(ledger), pool_, owner, signed);
        _redirect(cup, pool_, signed);

        bytes memory call = abi.encodeCall(ledger.depositWithAuthorization, (pool_, owner, signed));
        if (_deposit(pool_, carrierAt(cup.below(9)), call)) _remember(call);
    }

    /// @dev Money goes to the pool that the depositor was told of, or nowhere; and whole micros only.
    function retailerIsMistaken(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        uint32 pool_ = _somePool(cup);
        uint256 rawAmount = _mintForFunder(cup);
        address funder = vm.addr(FUNDER_KEY);
        vm.prank(funder);
        mock.approve(address(ledger), rawAmount);
        address expected = _pools[pool_].owner;
        uint32 named = pool_;
        // A hostile token may take just the fee that leaves whole micros.
        uint256 kind = cup.below(scale == 1 || isHostile() ? 2 : 3);
        if (kind == 0) expected = address(uint160(cup.roll()));
        if (kind == 1) named = uint32(cup.oneIn(2) ? 0 : pools + 1);
        if (kind == 2) rawAmount -= cup.between(1, scale - 1);

        _mustNot(10, "a mistaken deposit", funder, abi.encodeCall(ledger.deposit, (named, expected, rawAmount)));
    }

    function _mintForFunder(Dice.Cup memory cup) private returns (uint256 rawAmount) {
        rawAmount = cup.between(1, MOST_MICROS) * scale;
        mock.mint(vm.addr(FUNDER_KEY), rawAmount);
    }

    function _deposit(uint32 pool_, address caller, bytes memory call) private returns (bool taken) {
        uint256 before = mock.balanceOf(address(ledger));

        taken = _try(caller, call);

        require(taken || isHostile(), "a deposit is taken");
        if (!taken) {
            _note("deposit refused by the token");
            return false;
        }
        uint256 micros = (mock.balanceOf(address(ledger)) - before) / scale;
        ModelPool storage of_ = _pools[pool_];
        of_.deposited += micros;
        if (of_.requested != 0) of_.depositedSince += micros;
        _raise(pool_, micros);
        _touch(pool_);
    }

    function _redirect(Dice.Cup memory cup, uint32 pool_, Events.ReceiveAuthorization memory signed) private {
        if (cup.oneIn(3)) return _takeAtTheToken(signed, TokenOrders.nonceFor(pool_, _pools[pool_].owner, signed.salt));
        uint32 other = (pool_ % pools) + 1;
        bytes memory call = abi.encodeCall(ledger.depositWithAuthorization, (other, _pools[other].owner, signed));
        _mustNot(8, "an authorization for another pool", carrierAt(0), call);
    }

    /// @dev The token gives it to the ledger alone: else it would be used up, and the money nobody's.
    function _takeAtTheToken(Events.ReceiveAuthorization memory signed, bytes32 nonce) private {
        vm.prank(carrierAt(0));
        try
            mock.receiveWithAuthorization(
                signed.from,
                address(ledger),
                signed.rawAmount,
                signed.validAfter,
                signed.validBefore,
                nonce,
                signed.v,
                signed.r,
                signed.s
            )
        {
            _break(8, "an authorization was used up");
        } catch {
            _note("refused: an authorization taken at the token");
        }
    }

    /// @dev A signed call that was taken must never be taken again.
    function _remember(bytes memory call) internal virtual;
}
