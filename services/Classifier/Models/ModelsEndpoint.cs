using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Classification;
using TriageMesh.Platform.Security;

namespace TriageMesh.Classifier.Models;

/// <summary>GET /classifier/v1/models: which model labels, what it was trained on, how good it is.</summary>
internal static class ModelsEndpoint
{
    public static void MapModels(this IEndpointRouteBuilder api) =>
        api.MapGet("/models", Handle).WithName("ListModels").RequireAuthorization(Allow.Support);

    internal static Ok<ModelsView> Handle(CurrentModel current) =>
        TypedResults.Ok(new ModelsView(ToView(current.Value)));

    internal static ModelView ToView(ClassificationModel model) =>
        new(model.Version, [.. model.Languages.Select(ToView)]);

    private static ModelLanguageView ToView(LanguageModel part) =>
        new()
        {
            Language = part.Language,
            Texts = part.Figures.Texts,
            TextsByLabel = part.Figures.TextsByLabel,
            Features = part.Figures.Features,
            Threshold = part.Threshold,
            StatedPrecision = part.Figures.StatedPrecision,
            Accuracy = part.Figures.HeldOut.Accuracy,
            MacroF1 = part.Figures.HeldOut.MacroF1,
            CalibrationError = part.Figures.HeldOut.CalibrationError,
            Coverage = part.Figures.HeldOut.Coverage,
            CoveredAccuracy = part.Figures.HeldOut.CoveredAccuracy,
            Labels = part.Figures.HeldOut.Labels.ToDictionary(
                label => label.Key,
                label => new ModelLabelView(
                    label.Value.Texts,
                    label.Value.Precision,
                    label.Value.Recall,
                    label.Value.F1
                ),
                StringComparer.Ordinal
            ),
        };
}
