using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TriageMesh.Classifier.ModelCard;
using TriageMesh.Classifier.Models;
using TriageMesh.Contracts;
using TriageMesh.Domain.Classification;

namespace TriageMesh.Classifier.Registry;

/// <summary>Lets the registry's champion label in this process. One that is damaged is refused, and the old one stays.</summary>
internal sealed partial class ModelFollower(
    ModelRegistry registry,
    Promotion promotion,
    CurrentModel current,
    IOptions<ClassifierOptions> options,
    ILogger<ModelFollower> logger
)
{
    private const string System = "system";
    private volatile string? _refused;

    /// <summary>The champion that this process cannot use; null where all is well.</summary>
    public string? Refused => _refused;

    /// <summary>A model file of one's own serves whatever the registry says.</summary>
    public bool IsPinned => options.Value.ModelPath.Length > 0;

    /// <summary>Makes the model that ships known. It labels at once where no other has been put in place by people or training.</summary>
    public async Task RegisterShippedAsync(CancellationToken cancellationToken)
    {
        var bytes = await File.ReadAllBytesAsync(ModelStore.ShippedPath, cancellationToken);
        var model = ModelFile.Read(bytes);
        var isNew = await registry.RegisterAsync(
            new NewModel
            {
                Version = model.Version,
                Origin = ModelOrigin.Shipped,
                State = ModelState.Shipped,
                Bytes = bytes,
                Languages = ModelsEndpoint.ToView(model).Languages,
                Card = ModelCardText.Of(model, ModelOrigin.Shipped, trainedOn: null, comparison: null),
                By = System,
            },
            cancellationToken
        );
        var champion = await registry.ChampionAsync(cancellationToken);
        var known = champion is null ? null : await registry.FindAsync(champion, cancellationToken);
        if (known is null || (isNew && known.Origin == ModelOrigin.Shipped.Wire()))
        {
            await promotion.PromoteAsync(
                model.Version,
                System,
                "came with the program",
                force: false,
                against: champion,
                cancellationToken
            );
        }
    }

    /// <summary>Looks which model is the champion and lets it label, from the next batch on.</summary>
    public async Task FollowAsync(CancellationToken cancellationToken)
    {
        var champion = await registry.ChampionAsync(cancellationToken);
        if (champion is null || champion == current.Value.Version)
        {
            _refused = null;
            return;
        }

        try
        {
            current.Use(await registry.LoadAsync(champion, cancellationToken));
            _refused = null;
            LogSwapped(champion);
        }
        catch (ModelFileException damaged)
        {
            if (_refused != champion)
            {
                _refused = champion;
                LogRefused(champion, current.Value.Version, damaged.Message);
            }
        }
    }

    [LoggerMessage(EventId = 2201, Level = LogLevel.Information, Message = "Model {Version} labels from now on")]
    private partial void LogSwapped(string version);

    [LoggerMessage(
        EventId = 2202,
        Level = LogLevel.Error,
        Message = "Model {Version} cannot be used, {Current} stays: {Reason}"
    )]
    private partial void LogRefused(string version, string current, string reason);
}
