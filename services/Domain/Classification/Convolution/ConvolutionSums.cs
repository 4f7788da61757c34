using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TriageMesh.Domain.Classification;

/// <summary>Where a convolution adds up what it finds. Reused from text to text; not shared between threads.</summary>
internal sealed class ConvolutionSums
{
    private float[] _sums = new float[64 * 64];
    private float[] _most = new float[64];
    private int _atoms;

    /// <summary>For each filter the most that it found; 0 where it found nothing.</summary>
    public ReadOnlySpan<float> Most => _most;

    /// <summary>Zeroes for a text: a row of filters for each atom, one before the first and one after the last.</summary>
    public Span<float> Start(int atoms, int filters)
    {
        _atoms = atoms;
        var count = (atoms + 2) * filters;
        if (_sums.Length < count)
        {
            _sums = new float[count * 2];
        }

        if (_most.Length != filters)
        {
            _most = new float[filters];
        }

        var sums = _sums.AsSpan(0, count);
        sums.Clear();
        return sums;
    }

    public void FindMost(ReadOnlySpan<float> bias)
    {
        var sums = MemoryMarshal.Cast<float, Vector256<float>>(_sums);
        var most = MemoryMarshal.Cast<float, Vector256<float>>(_most.AsSpan());
        var biases = MemoryMarshal.Cast<float, Vector256<float>>(bias);
        for (var i = 0; i < most.Length; i++)
        {
            // The sums of the first atom stand one further.
            var largest = sums[most.Length + i];
            for (var atom = 1; atom < _atoms; atom++)
            {
                largest = Vector256.Max(largest, sums[((atom + 1) * most.Length) + i]);
            }

            most[i] = Vector256.Max(largest + biases[i], Vector256<float>.Zero);
        }
    }

    /// <summary>Where a filter found the most: the first such atom, and one.</summary>
    public int PlaceOfMost(int filter)
    {
        var best = 1;
        for (var place = 2; place <= _atoms; place++)
        {
            best = At(place, filter) > At(best, filter) ? place : best;
        }

        return best;
    }

    private float At(int place, int filter) => _sums[(place * _most.Length) + filter];
}
