using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TriageMesh.Domain.Classification;

/// <summary>A number for each of 64 filters, in registers.</summary>
internal readonly struct FilterLanes(
    Vector512<float> first,
    Vector512<float> second,
    Vector512<float> third,
    Vector512<float> fourth
)
{
    public const int Count = 4 * Part;

    private const int Part = 16;

    private readonly Vector512<float> _first = first;
    private readonly Vector512<float> _second = second;
    private readonly Vector512<float> _third = third;
    private readonly Vector512<float> _fourth = fourth;

    public static FilterLanes Zero => default;

    public static FilterLanes Lowest
    {
        get
        {
            var lowest = Vector512.Create(float.NegativeInfinity);
            return new(lowest, lowest, lowest, lowest);
        }
    }

    /// <summary>The true numbers of what was added up from halves, once and not for each: a power of two changes no digit.</summary>
    public FilterLanes Grown()
    {
        // 2^112: what the bias of a float's exponent is larger by than that of a half's.
        var factor = Vector512.Create(5.192297e33f);
        return new(_first * factor, _second * factor, _third * factor, _fourth * factor);
    }

    /// <summary>These and a 2^112th of the halves that begin at <paramref name="weights"/>, added up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FilterLanes Plus(ref readonly short weights) =>
        new(
            _first + Widen(in weights, 0),
            _second + Widen(in weights, Part),
            _third + Widen(in weights, 2 * Part),
            _fourth + Widen(in weights, 3 * Part)
        );

    /// <summary>These and the numbers that begin at <paramref name="numbers"/>, added up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FilterLanes Plus(ref readonly float numbers) =>
        new(
            _first + Vector512.LoadUnsafe(in numbers),
            _second + Vector512.LoadUnsafe(in numbers, Part),
            _third + Vector512.LoadUnsafe(in numbers, 2 * Part),
            _fourth + Vector512.LoadUnsafe(in numbers, 3 * Part)
        );

    /// <summary>Of each filter the larger number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FilterLanes Max(FilterLanes other) =>
        new(
            Vector512.MaxNative(_first, other._first),
            Vector512.MaxNative(_second, other._second),
            Vector512.MaxNative(_third, other._third),
            Vector512.MaxNative(_fourth, other._fourth)
        );

    /// <summary>The sum of all, each times one of the numbers that begin at <paramref name="numbers"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Dot(ref readonly float numbers) =>
        Vector512.Sum(
            (_first * Vector512.LoadUnsafe(in numbers))
                + (_second * Vector512.LoadUnsafe(in numbers, Part))
                + (_third * Vector512.LoadUnsafe(in numbers, 2 * Part))
                + (_fourth * Vector512.LoadUnsafe(in numbers, 3 * Part))
        );

    /// <summary>Halves as floats of a 2^112th, see <see cref="Grown"/>: the exponent's place is moved, and its bias is not made up for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Widen(ref readonly short halves, int at)
    {
        const int mantissaShift = 13;
        const int signAndValue = unchecked((int)0x8FFFE000);
        var bits = Vector512.WidenLower(Vector256.LoadUnsafe(in halves, (nuint)at).ToVector512Unsafe());
        return ((bits << mantissaShift) & Vector512.Create(signAndValue)).AsSingle();
    }
}
