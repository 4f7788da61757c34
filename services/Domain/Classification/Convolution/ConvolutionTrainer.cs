using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Classification;

/// <summary>Trains one member of a convolution: text by text, by AdaGrad, on one thread. The same texts and start give the same weights.</summary>
/// <remarks>
/// A filter looks at three atoms at a time and passes on the most that it finds in the text, so that only the three atoms where it found
/// it learn: a step costs next to nothing.
/// </remarks>
internal sealed class ConvolutionTrainer
{
    public const int Width = 3;
    private const int Labels = PackedWeights.Labels;
    private const float Little = 1e-6f;
    private const float Half = 0.5f;

    private readonly SymbolTexts _texts;
    private readonly ConvolutionRecipe _recipe;
    private readonly Label[] _labels;
    private readonly DoubtfulSources _sources;
    private readonly FlatTexts _flat;
    private readonly int _filters;
    private readonly Dice _dice;

    private readonly float[] _weights;
    private readonly float[] _weightSquares;
    private readonly float[] _bias;
    private readonly float[] _biasSquares;
    private readonly float[] _output;
    private readonly float[] _outputSquares;

    // What a source leans to; no part of what comes out.
    private readonly float[] _leanings;
    private readonly float[] _leaningSquares;

    private readonly float[] _sums;
    private readonly float[] _most;
    private readonly int[] _mostAt;
    private readonly float[] _pull;
    private readonly List<SymbolTexts.Place> _joined = [];
    private readonly List<SymbolTexts.Place> _shown = [];

    public ConvolutionTrainer(
        SymbolTexts texts,
        Label[] labels,
        DoubtfulSources sources,
        FlatTexts flat,
        ConvolutionRecipe recipe,
        ulong seed
    )
    {
        _texts = texts;
        _labels = labels;
        _sources = sources;
        _flat = flat;
        _recipe = recipe;
        _filters = recipe.Filters;
        _dice = new Dice(seed);
        _weights = Start(texts.Keys.Length * Width * _filters, recipe.Spread);
        _weightSquares = new float[_weights.Length];
        _bias = new float[_filters];
        _biasSquares = new float[_filters];
        _output = Start((_filters + 1) * Labels, recipe.Spread);
        _outputSquares = new float[_output.Length];
        _leanings = new float[sources.Count * Labels];
        _leaningSquares = new float[_leanings.Length];
        _sums = new float[(Symbols.MostAtoms + 2) * _filters];
        _most = new float[_filters];
        _mostAt = new int[_filters];
        _pull = new float[_filters];
    }

    /// <summary>For each symbol, what it adds at the atom before, at its own and at the next; all filters side by side.</summary>
    public ReadOnlySpan<float> Weights => _weights;

    public ReadOnlySpan<float> Bias => _bias;

    /// <summary>For each filter four scores; then the four that every text gets.</summary>
    public ReadOnlySpan<float> Output => _output;

    /// <summary>Learns from the texts whose weight is above zero.</summary>
    public void Train(double[] rowWeights)
    {
        int[] order = [.. Enumerable.Range(0, rowWeights.Length).Where(row => rowWeights[row] > 0)];
        var steps = (float)order.Length * _recipe.Passes;
        var step = 0;
        for (var pass = 0; pass < _recipe.Passes; pass++)
        {
            _dice.Shuffle(order);
            foreach (var row in order)
            {
                Learn(row, (float)rowWeights[row], _recipe.Rate * (1 - (step++ / steps)));
            }
        }
    }

    private float[] Start(int count, float spread)
    {
        var weights = new float[count];
        foreach (ref var weight in weights.AsSpan())
        {
            weight = ((_dice.Next() * 2) - 1) * spread;
        }

        return weights;
    }

    private void Learn(int row, float weight, float rate)
    {
        var places = Hide(Join(row));
        FindMost(places);
        var loud = 1 / (1 - _recipe.SilentFilters);
        var output = MemoryMarshal.Cast<float, Vector128<float>>(_output.AsSpan());
        var outputSquares = MemoryMarshal.Cast<float, Vector128<float>>(_outputSquares.AsSpan());
        var scores = output[_filters];
        for (var filter = 0; filter < _filters; filter++)
        {
            _most[filter] = _most[filter] > 0 && _dice.Next() >= _recipe.SilentFilters ? _most[filter] * loud : 0;
            scores += output[filter] * _most[filter];
        }

        var leanings = MemoryMarshal.Cast<float, Vector128<float>>(_leanings.AsSpan());
        var isDoubtful = _sources.Holds(row, out var source);
        var error = ErrorOf(isDoubtful ? scores + leanings[source] : scores, (int)_labels[row]) * weight;
        for (var filter = 0; filter < _filters; filter++)
        {
            _pull[filter] = 0;
            if (_most[filter] > 0)
            {
                _pull[filter] = Vector128.Dot(output[filter], error) * loud;
                Move(ref output[filter], ref outputSquares[filter], error * _most[filter], rate);
                Move(ref _bias[filter], ref _biasSquares[filter], _pull[filter], rate);
            }
        }

        Move(ref output[_filters], ref outputSquares[_filters], error, rate);
        if (isDoubtful)
        {
            var leaningSquares = MemoryMarshal.Cast<float, Vector128<float>>(_leaningSquares.AsSpan());
            Move(ref leanings[source], ref leaningSquares[source], error, rate);
        }

        foreach (var place in places)
        {
            Teach(place, rate);
        }
    }

    /// <summary>The text, or now and then the text and a flat one of its business, one after the other.</summary>
    /// <remarks>So people write in forums: a plain remark or two, and somewhere among them the one that matters.</remarks>
    private ReadOnlySpan<SymbolTexts.Place> Join(int row)
    {
        var own = _texts[row];
        if (_recipe.Joined == 0 || _dice.Next() >= _recipe.Joined || _flat.Beside(row) is not { Length: > 0 } others)
        {
            return own;
        }

        var other = _texts[others[_dice.Below(others.Length)]];
        // A question keeps its end.
        var isFirst = _dice.Next() < Half && _labels[row] != Label.Question;
        return SymbolTexts.Join(isFirst ? own : other, isFirst ? other : own, _joined)
            ? CollectionsMarshal.AsSpan(_joined)
            : own;
    }

    /// <summary>What the text shows while some of it is hidden.</summary>
    private ReadOnlySpan<SymbolTexts.Place> Hide(ReadOnlySpan<SymbolTexts.Place> places)
    {
        _shown.Clear();
        foreach (var place in places)
        {
            if (_dice.Next() >= (place.IsMeaning ? _recipe.HiddenMeanings : _recipe.HiddenAtoms))
            {
                _shown.Add(place);
            }
        }

        return CollectionsMarshal.AsSpan(_shown);
    }

    /// <summary>The most that each filter finds, and at which atom.</summary>
    private void FindMost(ReadOnlySpan<SymbolTexts.Place> places)
    {
        var end = places.Length > 0 ? places[^1].Position + 2 : 1;
        var sums = _sums.AsSpan(0, (end + 1) * _filters);
        sums.Clear();
        foreach (var place in places)
        {
            Convolution.Add(
                _weights.AsSpan(place.Symbol * Width * _filters, Width * _filters),
                sums[(place.Position * _filters)..]
            );
        }

        _most.AsSpan().Fill(float.NegativeInfinity);
        for (var position = 1; position < end; position++)
        {
            var here = sums.Slice(position * _filters, _filters);
            for (var filter = 0; filter < _filters; filter++)
            {
                if (here[filter] > _most[filter])
                {
                    _most[filter] = here[filter];
                    _mostAt[filter] = position;
                }
            }
        }

        for (var filter = 0; filter < _filters; filter++)
        {
            _most[filter] += _bias[filter];
        }
    }

    private void Teach(SymbolTexts.Place place, float rate)
    {
        var first = place.Symbol * Width * _filters;
        for (var filter = 0; filter < _filters; filter++)
        {
            // Sums are one further than atoms, for the one before the first.
            var offset = _mostAt[filter] - place.Position;
            if (_pull[filter] != 0 && offset is >= 0 and < Width)
            {
                var at = first + (offset * _filters) + filter;
                Move(ref _weights[at], ref _weightSquares[at], _pull[filter], rate);
            }
        }
    }

    private Vector128<float> ErrorOf(Vector128<float> scores, int right)
    {
        var (lower, upper) = Vector128.Widen(scores);
        var probabilities = Softmax.Of(Vector256.Create(lower, upper));
        var target = Vector256
            .Create((double)_recipe.Doubt / Labels)
            .WithElement(right, 1 - (_recipe.Doubt * (Labels - 1) / Labels));
        var error = probabilities - target;
        return Vector128.Narrow(error.GetLower(), error.GetUpper());
    }

    private static void Move(ref float value, ref float squares, float slope, float rate)
    {
        squares += slope * slope;
        value -= rate * slope / (MathF.Sqrt(squares) + Little);
    }

    private static void Move(
        ref Vector128<float> value,
        ref Vector128<float> squares,
        Vector128<float> slope,
        float rate
    )
    {
        squares += slope * slope;
        value -= slope * rate / (Vector128.Sqrt(squares) + Vector128.Create(Little));
    }

    /// <summary>Chance that is the same on every machine: SplitMix64.</summary>
    private sealed class Dice(ulong seed)
    {
        private ulong _state = seed;

        /// <summary>From 0 to 1, 1 left out.</summary>
        public float Next() => (Draw() >> 40) * (1f / (1 << 24));

        /// <summary>From 0 to <paramref name="end"/>, which is left out.</summary>
        public int Below(int end) => (int)(Draw() % (ulong)end);

        public void Shuffle(Span<int> values)
        {
            for (var i = values.Length - 1; i > 0; i--)
            {
                var other = Below(i + 1);
                (values[i], values[other]) = (values[other], values[i]);
            }
        }

        private ulong Draw()
        {
            unchecked
            {
                _state += 0x9E3779B97F4A7C15;
                var z = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
                z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
                return z ^ (z >> 31);
            }
        }
    }
}
