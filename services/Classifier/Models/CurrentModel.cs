using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TriageMesh.Domain.Classification;

namespace TriageMesh.Classifier.Models;

/// <summary>The model that labels now. Readers take it once for each batch, so that a batch has one version.</summary>
internal sealed class CurrentModel
{
    private volatile ClassificationModel? _model;

    /// <exception cref="InvalidOperationException">The service has not started.</exception>
    public ClassificationModel Value => _model ?? throw new InvalidOperationException("No model is loaded yet.");

    /// <summary>Lets another model label from the next batch on.</summary>
    public void Use(ClassificationModel model) => _model = model;
}

/// <summary>Loads the model before the first message comes; without one the process does not start.</summary>
internal sealed partial class LoadModelAtStart(
    CurrentModel current,
    IOptions<ClassifierOptions> options,
    ILogger<LoadModelAtStart> logger
) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var path = options.Value.ModelPath is { Length: > 0 } own ? own : ModelStore.ShippedPath;
        try
        {
            var model = ModelStore.Read(path, options.Value.ReviewBelow);
            current.Use(model);
            LogLoaded(model.Version, model.Languages.Count);
            return Task.CompletedTask;
        }
        catch (InputException wrong)
        {
            throw new OptionsValidationException(
                ClassifierOptions.Section,
                typeof(ClassifierOptions),
                [$"Classifier:ModelPath: {wrong.Message}"]
            );
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(
        EventId = 2000,
        Level = LogLevel.Information,
        Message = "Model {Version} labels texts of {Count} languages"
    )]
    private partial void LogLoaded(string version, int count);
}
