using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Classification;

/// <summary>Filters that each look at three atoms and their meanings at a time and pass on the most that they find in a text.</summary>
/// <remarks>
/// What an atom adds to each filter as the first, the middle or the last of three stands ready in one row, so reading a text is adding rows.
/// Immutable once made.
/// </remarks>
internal sealed class Convolution
{
    private const int Width = ConvolutionTrainer.Width;

    private readonly ulong[] _keys;
    private readonly Half[] _weights;
    private readonly float[] _bias;
    private readonly float[] _output;

    // The same weights as they are added up; a place for each key, by open addressing (0: free, else the symbol's number and one).
    private readonly float[] _rows;
    private readonly int[] _places;

    public Convolution(ulong[] keys, Half[] weights, float[] bias, float[] output)
    {
        Filters = bias.Length;
        if (
            weights.Length != keys.Length * Width * Filters
            || output.Length != (Filters + 1) * PackedWeights.Labels
            || Filters % 8 != 0
        )
        {
            throw new ArgumentException("The parts of the convolution do not fit each other.", nameof(weights));
        }

        (_keys, _weights, _bias, _output) = (keys, weights, bias, output);
        _rows = new float[weights.Length];
        Widen(weights, _rows);
        _places = new int[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(keys.Length * 2, 8))];
        FillPlaces();
    }

    public static Convolution None { get; } = new([], [], [], new float[PackedWeights.Labels]);

    public int Filters { get; }

    public ReadOnlySpan<ulong> Keys => _keys;

    public ReadOnlySpan<Half> Weights => _weights;

    public ReadOnlySpan<float> Bias => _bias;

    public ReadOnlySpan<float> Output => _output;

    /// <summary>Adds one row of weights to sums.</summary>
    public static void Add(ReadOnlySpan<float> row, Span<float> sums)
    {
        var from = MemoryMarshal.Cast<float, Vector256<float>>(row);
        var to = MemoryMarshal.Cast<float, Vector256<float>>(sums)[..from.Length];
        for (var i = 0; i < from.Length; i++)
        {
            to[i] += from[i];
        }
    }

    /// <summary>The members as one: all filters side by side, their scores averaged and multiplied by <paramref name="share"/>.</summary>
    public static Convolution Average(ulong[] keys, IReadOnlyList<ConvolutionTrainer> members, float share)
    {
        var own = members[0].Bias.Length;
        var filters = own * members.Count;
        var weights = new Half[keys.Length * Width * filters];
        var bias = new float[filters];
        var output = new float[(filters + 1) * PackedWeights.Labels];
        for (var m = 0; m < members.Count; m++)
        {
            for (var i = 0; i < keys.Length * Width * own; i++)
            {
                weights[(i / own * filters) + (m * own) + (i % own)] = (Half)members[m].Weights[i];
            }

            members[m].Bias.CopyTo(bias.AsSpan(m * own));
            var theirs = members[m].Output;
            for (var i = 0; i < theirs.Length; i++)
            {
                var filter = i / PackedWeights.Labels;
                var to = filter == own ? filters : (m * own) + filter;
                output[(to * PackedWeights.Labels) + (i % PackedWeights.Labels)] += theirs[i] * share / members.Count;
            }
        }

        return new Convolution(keys, weights, bias, output);
    }

    /// <summary>What a text scores for each label.</summary>
    public Vector128<float> Score(FeatureExtractor extractor, ConvolutionSums sums)
    {
        if (Filters == 0)
        {
            return Vector128<float>.Zero;
        }

        Read(extractor, sums);
        var output = MemoryMarshal.Cast<float, Vector128<float>>(_output);
        var score = output[Filters];
        for (var filter = 0; filter < Filters; filter++)
        {
            score += output[filter] * sums.Most[filter];
        }

        return score;
    }

    /// <summary>What each atom of the text last scored adds to a label, more than to the other labels on average.</summary>
    public void AddEvidence(FeatureExtractor extractor, ConvolutionSums sums, Label label, Span<double> byAtom)
    {
        Span<float> evidence = stackalloc float[Filters];
        Span<int> places = stackalloc int[Filters];
        for (var filter = 0; filter < Filters; filter++)
        {
            evidence[filter] = sums.Most[filter] > 0 ? EvidenceOf(filter, label) : 0;
            places[filter] = sums.PlaceOfMost(filter);
        }

        foreach (var symbol in new Symbols(extractor.Atoms, extractor.Meanings.Hits))
        {
            if (NumberOf(symbol.Key) is var number and >= 0)
            {
                var row = RowOf(number);
                for (var filter = 0; filter < Filters; filter++)
                {
                    var offset = places[filter] - symbol.Position;
                    byAtom[symbol.Position] += offset is >= 0 and < Width
                        ? row[(offset * Filters) + filter] * evidence[filter]
                        : 0;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillPlaces()
    {
        for (var i = 0; i < _keys.Length; i++)
        {
            var at = StartOf(_keys[i]);
            while (_places[at] != 0)
            {
                at = (at + 1) & (_places.Length - 1);
            }

            _places[at] = i + 1;
        }
    }

    /// <summary>Halves as floats, eight at a time: the exponent's place is moved, and its bias made up for by a factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Widen(ReadOnlySpan<Half> halves, Span<float> floats)
    {
        const int mantissaShift = 13;
        const uint sign = 0x8000;
        // 2^112: what the bias of a float's exponent is larger by.
        var bias = Vector256.Create(BitConverter.UInt32BitsToSingle(0x77800000));
        var from = MemoryMarshal.Cast<Half, Vector128<ushort>>(halves);
        var to = MemoryMarshal.Cast<float, Vector256<float>>(floats);
        for (var i = 0; i < from.Length; i++)
        {
            var (lower, upper) = Vector128.Widen(from[i]);
            var bits = Vector256.Create(lower, upper);
            var size = ((bits & Vector256.Create(sign - 1)) << mantissaShift).AsSingle() * bias;
            to[i] = size | ((bits & Vector256.Create(sign)) << 16).AsSingle();
        }
    }

    private float EvidenceOf(int filter, Label label)
    {
        var scores = _output.AsSpan(filter * PackedWeights.Labels, PackedWeights.Labels);
        var own = scores[(int)label];
        var all = 0f;
        foreach (var score in scores)
        {
            all += score;
        }

        return own - ((all - own) / (PackedWeights.Labels - 1));
    }

    private void Read(FeatureExtractor extractor, ConvolutionSums sums)
    {
        var at = sums.Start(Math.Min(extractor.Atoms.Length, Symbols.MostAtoms), Filters);
        foreach (var symbol in new Symbols(extractor.Atoms, extractor.Meanings.Hits))
        {
            if (NumberOf(symbol.Key) is var number and >= 0)
            {
                Add(RowOf(number), at[(symbol.Position * Filters)..]);
            }
        }

        sums.FindMost(_bias);
    }

    private ReadOnlySpan<float> RowOf(int number) => _rows.AsSpan(number * Width * Filters, Width * Filters);

    private int NumberOf(ulong key)
    {
        var at = StartOf(key);
        while (_places[at] is var place and not 0)
        {
            if (_keys[place - 1] == key)
            {
                return place - 1;
            }

            at = (at + 1) & (_places.Length - 1);
        }

        return -1;
    }

    private int StartOf(ulong key) => (int)(key >> 40) & (_places.Length - 1);
}
