using System.Runtime.Intrinsics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TriageMesh.Domain.Classification;

/// <summary>What a model file says in words: labels, recipes, figures.</summary>
internal sealed record ModelHeader(IReadOnlyList<string> Labels, IReadOnlyList<ModelLanguageHeader> Languages);

/// <summary>The part of one language.</summary>
internal sealed record ModelLanguageHeader(
    string Language,
    FeatureRecipe Recipe,
    IReadOnlyList<string> Classes,
    float[] Bias,
    double Slope,
    double Threshold,
    TrainingFigures Figures
)
{
    public static ModelLanguageHeader Of(LanguageModel model) =>
        new(
            model.Language,
            model.Recipe,
            model.Lexicon.Classes,
            [model.Bias[0], model.Bias[1], model.Bias[2], model.Bias[3]],
            model.Calibration.Slope,
            model.Threshold,
            model.Figures
        );

    public LanguageModel ToModel(Lexicon lexicon, WeightTable weights, Convolution convolution) =>
        new()
        {
            Language = Language,
            Recipe = Recipe,
            Bias = Vector128.Create(Bias),
            Calibration = new Calibration(Slope),
            Threshold = Threshold,
            Figures = Figures,
            Lexicon = lexicon,
            Weights = weights,
            Convolution = convolution,
        };
}

/// <summary>How the header is written; <see cref="ModelHeaderReader"/> reads it.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    GenerationMode = JsonSourceGenerationMode.Metadata
)]
[JsonSerializable(typeof(ModelHeader))]
internal sealed partial class ModelHeaderJson : JsonSerializerContext;
