using System.Text.Json;

namespace TriageMesh.Domain.Classification;

/// <summary>Reads a header member by member.</summary>
/// <remarks>Making a serializer ready took most of the time that a new process needs to load a model.</remarks>
internal static class ModelHeaderReader
{
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="KeyNotFoundException">A member is missing.</exception>
    /// <exception cref="InvalidOperationException">A member is of another kind.</exception>
    /// <exception cref="FormatException">A number is not of its kind.</exception>
    public static ModelHeader Read(ReadOnlySpan<byte> json)
    {
        var header = JsonElement.Parse(json);
        return new ModelHeader(
            Texts(header.GetProperty("labels")),
            Each(header.GetProperty("languages"), ReadLanguage)
        );
    }

    private static ModelLanguageHeader ReadLanguage(JsonElement header) =>
        new(
            header.GetProperty("language").GetString()!,
            ReadRecipe(header.GetProperty("recipe")),
            Texts(header.GetProperty("classes")),
            Each(header.GetProperty("bias"), bias => bias.GetSingle()),
            header.GetProperty("slope").GetDouble(),
            header.GetProperty("threshold").GetDouble(),
            ReadFigures(header.GetProperty("figures"))
        );

    private static FeatureRecipe ReadRecipe(JsonElement recipe) =>
        new()
        {
            HashBits = recipe.GetProperty("hash_bits").GetInt32(),
            AtomGrams = recipe.GetProperty("atom_grams").GetInt32(),
            CharactersFrom = recipe.GetProperty("characters_from").GetInt32(),
            CharactersTo = recipe.GetProperty("characters_to").GetInt32(),
            AtomShare = recipe.GetProperty("atom_share").GetSingle(),
            MeaningShare = recipe.GetProperty("meaning_share").GetSingle(),
            CharacterShare = recipe.GetProperty("character_share").GetSingle(),
            Boundaries = recipe.GetProperty("boundaries").GetBoolean(),
            SkipPairs = recipe.GetProperty("skip_pairs").GetBoolean(),
            TermPairs = recipe.GetProperty("term_pairs").GetBoolean(),
            NegationReach = recipe.GetProperty("negation_reach").GetInt32(),
            FewestTexts = recipe.GetProperty("fewest_texts").GetInt32(),
            Contrast = recipe.GetProperty("contrast").GetDouble(),
            Convolution = recipe.GetProperty("convolution") is { ValueKind: JsonValueKind.Object } convolution
                ? ReadConvolution(convolution)
                : null,
        };

    private static ConvolutionRecipe ReadConvolution(JsonElement recipe) =>
        new()
        {
            Members = recipe.GetProperty("members").GetInt32(),
            Filters = recipe.GetProperty("filters").GetInt32(),
            Passes = recipe.GetProperty("passes").GetInt32(),
            Rate = recipe.GetProperty("rate").GetSingle(),
            // Models from before it was there have none.
            Joined = recipe.TryGetProperty("joined", out var joined) ? joined.GetSingle() : 0,
            HiddenAtoms = recipe.GetProperty("hidden_atoms").GetSingle(),
            HiddenMeanings = recipe.GetProperty("hidden_meanings").GetSingle(),
            SilentFilters = recipe.GetProperty("silent_filters").GetSingle(),
            Doubt = recipe.GetProperty("doubt").GetSingle(),
            Spread = recipe.GetProperty("spread").GetSingle(),
            FewestTexts = recipe.GetProperty("fewest_texts").GetInt32(),
            Share = recipe.GetProperty("share").GetSingle(),
            FewestTrainingTexts = recipe.GetProperty("fewest_training_texts").GetInt32(),
        };

    private static TrainingFigures ReadFigures(JsonElement figures) =>
        new()
        {
            Texts = figures.GetProperty("texts").GetInt32(),
            TextsByLabel = Named(figures.GetProperty("texts_by_label"), texts => texts.GetInt32()),
            Features = figures.GetProperty("features").GetInt32(),
            Strength = figures.GetProperty("strength").GetDouble(),
            StatedPrecision = figures.GetProperty("stated_precision").GetDouble(),
            HeldOut = ReadHeldOut(figures.GetProperty("held_out")),
        };

    private static EvaluationFigures ReadHeldOut(JsonElement figures) =>
        new()
        {
            Texts = figures.GetProperty("texts").GetInt32(),
            Accuracy = figures.GetProperty("accuracy").GetDouble(),
            MacroF1 = figures.GetProperty("macro_f1").GetDouble(),
            CalibrationError = figures.GetProperty("calibration_error").GetDouble(),
            AccuracyAt90 = figures.GetProperty("accuracy_at90").GetDouble(),
            AccuracyAt80 = figures.GetProperty("accuracy_at80").GetDouble(),
            Coverage = figures.GetProperty("coverage").GetDouble(),
            CoveredAccuracy = figures.GetProperty("covered_accuracy").GetDouble(),
            Labels = Named(figures.GetProperty("labels"), ReadLabel),
            Confusion = Each(figures.GetProperty("confusion"), row => Each(row, count => count.GetInt32())),
        };

    private static LabelFigures ReadLabel(JsonElement label) =>
        new(
            label.GetProperty("texts").GetInt32(),
            label.GetProperty("precision").GetDouble(),
            label.GetProperty("recall").GetDouble(),
            label.GetProperty("f1").GetDouble()
        );

    private static string[] Texts(JsonElement array) => Each(array, text => text.GetString()!);

    // Plain loops: a query over a structure is compiled anew in every process.
    private static T[] Each<T>(JsonElement array, Func<JsonElement, T> read)
    {
        var values = new T[array.GetArrayLength()];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = read(array[i]);
        }

        return values;
    }

    private static Dictionary<string, T> Named<T>(JsonElement members, Func<JsonElement, T> read)
    {
        var values = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var member in members.EnumerateObject())
        {
            values.Add(member.Name, read(member.Value));
        }

        return values;
    }
}
