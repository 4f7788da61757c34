using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
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

    // The same as it is added up, with filters that find nothing up to a multiple of the lanes; the output label by label.
    private readonly int _lanes;
    private readonly Half[] _laneWeights;
    private readonly float[] _laneBias;
    private readonly float[] _laneOutput;

    // A place for each key, by open addressing (0: free, else the symbol's number and one); the number of each meaning.
    private readonly int[] _places;
    private readonly int[] _meanings = new int[byte.MaxValue + 1];

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
        _lanes = (Filters + FilterLanes.Count - 1) / FilterLanes.Count * FilterLanes.Count;
        _laneWeights = FillUp(weights, Filters, _lanes);
        _laneBias = FillUp(bias, Filters, _lanes);
        _laneOutput = FillUp(Turn(output, Filters), Filters, _lanes);
        _places = new int[(int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(keys.Length * 2, 8))];
        FillPlaces();
        for (var meaning = 0; meaning < _meanings.Length; meaning++)
        {
            _meanings[meaning] = NumberOf(Symbols.KeyOf((byte)meaning));
        }
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
    public Vector128<float> Score(FeatureExtractor extractor)
    {
        if (Filters == 0)
        {
            return Vector128<float>.Zero;
        }

        Span<int> numbers = stackalloc int[Math.Min(extractor.Atoms.Length, Symbols.MostAtoms)];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = NumberOf(extractor.Atoms[i].Hash);
        }

        return Score(numbers, extractor.Meanings.Hits);
    }

    /// <summary>The same, for whom knows the number of the symbol of each atom (-1: there is none).</summary>
    public Vector128<float> Score(ReadOnlySpan<int> numbers, ReadOnlySpan<LexiconFeatures.Hit> hits)
    {
        var score = Vector128.Create(_output.AsSpan(Filters * PackedWeights.Labels));
        for (var lane = 0; lane < _lanes; lane += FilterLanes.Count)
        {
            var most = Most(lane, numbers, hits).Grown().Plus(in _laneBias[lane]).Max(FilterLanes.Zero);
            score += Vector128.Create(
                most.Dot(in _laneOutput[lane]),
                most.Dot(in _laneOutput[_lanes + lane]),
                most.Dot(in _laneOutput[(2 * _lanes) + lane]),
                most.Dot(in _laneOutput[(3 * _lanes) + lane])
            );
        }

        return score;
    }

    /// <summary>Asks for the weights of symbols before they are needed.</summary>
    public unsafe void Fetch(ReadOnlySpan<int> numbers)
    {
        if (!Sse.IsSupported)
        {
            return;
        }

        // An address that is no longer the array's does no harm: nothing is read from it.
        var weights = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_laneWeights));
        var size = Width * _lanes * sizeof(short);
        foreach (var number in numbers)
        {
            if (number >= 0)
            {
                var row = weights + (number * size);
                for (var end = row + size; row < end; row += 64)
                {
                    Sse.Prefetch0(row);
                }
            }
        }
    }

    /// <summary>What each atom of the text last scored adds to a label, more than to the other labels on average.</summary>
    public void AddEvidence(FeatureExtractor extractor, ConvolutionSums sums, Label label, Span<double> byAtom)
    {
        Read(extractor, sums);
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
                        ? (float)row[(offset * Filters) + filter] * evidence[filter]
                        : 0;
                }
            }
        }
    }

    /// <summary>What the filters of some lanes find at most: three atoms in registers, the oldest of which goes as a new one comes.</summary>
    private FilterLanes Most(int lane, ReadOnlySpan<int> numbers, ReadOnlySpan<LexiconFeatures.Hit> hits)
    {
        ref var weights = ref Unsafe.As<Half, short>(ref MemoryMarshal.GetArrayDataReference(_laneWeights));
        var (before, here, after) = (FilterLanes.Zero, FilterLanes.Zero, FilterLanes.Zero);
        var most = FilterLanes.Lowest;
        var hit = 0;
        for (var position = 0; position < numbers.Length; position++)
        {
            var number = numbers[position];
            while (hit < hits.Length && hits[hit].End <= position)
            {
                hit++;
            }

            var meanings = hit < hits.Length && hits[hit].First <= position ? hits[hit].Meanings.Packed : 0;
            while (true)
            {
                if (number >= 0)
                {
                    ref var row = ref Unsafe.Add(ref weights, (number * Width * _lanes) + lane);
                    before = before.Plus(in row);
                    here = here.Plus(in Unsafe.Add(ref row, _lanes));
                    after = after.Plus(in Unsafe.Add(ref row, 2 * _lanes));
                }

                if (meanings == 0)
                {
                    break;
                }

                number = _meanings[(byte)(meanings & byte.MaxValue)];
                meanings >>= 8;
            }

            if (position > 0)
            {
                most = most.Max(before);
            }

            (before, here, after) = (here, after, FilterLanes.Zero);
        }

        return most.Max(before);
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

    /// <summary>Rows of <paramref name="length"/>, each with nothing behind it.</summary>
    private static T[] FillUp<T>(T[] rows, int length, int to)
    {
        if (length == to)
        {
            return rows;
        }

        var filled = new T[rows.Length / length * to];
        for (var row = 0; row < rows.Length / length; row++)
        {
            rows.AsSpan(row * length, length).CopyTo(filled.AsSpan(row * to));
        }

        return filled;
    }

    private static float[] Turn(float[] output, int filters)
    {
        var turned = new float[filters * PackedWeights.Labels];
        for (var i = 0; i < turned.Length; i++)
        {
            turned[(i % PackedWeights.Labels * filters) + (i / PackedWeights.Labels)] = output[i];
        }

        return turned;
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
                var row = RowOf(number);
                for (var i = 0; i < row.Length; i++)
                {
                    at[(symbol.Position * Filters) + i] += (float)row[i];
                }
            }
        }

        sums.FindMost(_bias);
    }

    private ReadOnlySpan<Half> RowOf(int number) => _weights.AsSpan(number * Width * Filters, Width * Filters);

    /// <summary>The number of a symbol; -1: there is none.</summary>
    public int NumberOf(ulong key)
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
