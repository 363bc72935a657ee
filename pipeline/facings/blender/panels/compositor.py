"""The compositor's nodes: which grade the picture or add light to it, and which move, cover or replace it.

The standard library alone. A node that is in neither table is refused like those of the second.
"""

GRADES = {
    "CompositorNodeRLayers": "the picture itself",
    "CompositorNodeAntiAliasing": "smooths edges where they are",
    "CompositorNodeBrightContrast": "grades", "CompositorNodeColorBalance": "grades", "CompositorNodeColorCorrection": "grades",
    "CompositorNodeColorSpill": "grades", "CompositorNodeCombineColor": "grades", "CompositorNodeConvertColorSpace": "grades",
    "CompositorNodeConvertToDisplay": "grades", "CompositorNodeCurveRGB": "grades", "CompositorNodeExposure": "grades",
    "CompositorNodeGamma": "grades", "CompositorNodeHueCorrect": "grades", "CompositorNodeHueSat": "grades",
    "CompositorNodeInvert": "grades", "CompositorNodeNormalize": "grades", "CompositorNodePosterize": "grades",
    "CompositorNodePremulKey": "grades", "CompositorNodeRGBToBW": "grades", "CompositorNodeSeparateColor": "grades",
    "CompositorNodeSetAlpha": "grades", "CompositorNodeTonemap": "grades",
    "CompositorNodeDenoise": "takes noise away", "CompositorNodeDespeckle": "takes noise away",
    "CompositorNodeFilter": "sharpens or softens by a pixel; its other types draw edges",
    "CompositorNodeGlare": "adds light",
    "CompositorNodeGroup": "its nodes are looked at",
    "CompositorNodeImageInfo": "a number", "CompositorNodeLevels": "a number", "CompositorNodeRGB": "a colour",
    "CompositorNodeSceneTime": "a number", "CompositorNodeSequencerStripInfo": "a number", "CompositorNodeTime": "a number",
    "CompositorNodeSwitch": "chooses; what it chooses from is looked at",
    "ShaderNodeBlackbody": "a colour", "ShaderNodeValue": "a number",
    "ShaderNodeClamp": "grades",
    "ShaderNodeFloatCurve": "grades", "ShaderNodeGamma": "grades",
    "ShaderNodeMapRange": "grades", "ShaderNodeMath": "grades", "ShaderNodeMix": "grades",
    "ShaderNodeRGBCurve": "grades",
    "ShaderNodeValToRGB": "grades", "ShaderNodeVectorMath": "grades",
    "NodeGroupInput": "what a group is given", "NodeReroute": "passes on",
}
"""The picture stays where it is: these are the artist's, and are told in `dataset.json`."""

SHARPENS = ("Soften", "Box Sharpen", "Diamond Sharpen")
"""Types of the Filter node that only sharpen or soften."""

MOVES = {
    "CompositorNodeLensdist": "it warps", "CompositorNodeMovieDistortion": "it warps", "CompositorNodeDisplace": "it warps",
    "CompositorNodeMapUV": "it warps", "CompositorNodeCornerPin": "it warps", "CompositorNodePlaneTrackDeform": "it warps",
    "CompositorNodeTransform": "it moves", "CompositorNodeTranslate": "it moves", "CompositorNodeRotate": "it moves",
    "CompositorNodeScale": "it moves", "CompositorNodeFlip": "it moves", "CompositorNodeStabilize": "it moves",
    "CompositorNodeCrop": "it cuts", "CompositorNodeSplit": "it covers", "CompositorNodeAlphaOver": "it covers",
    "CompositorNodeZcombine": "it covers", "CompositorNodeImageCoordinates": "it draws", "CompositorNodeNormal": "it draws",
    "CompositorNodeRelativeToPixel": "it draws", "CompositorNodeTrackPos": "it draws",
    "CompositorNodeImage": "it covers", "CompositorNodeMovieClip": "it covers", "CompositorNodeMask": "it covers",
    "CompositorNodeBlankImage": "it covers", "CompositorNodeStringToImage": "it covers",
    "CompositorNodeBokehImage": "it covers",
    "CompositorNodeBoxMask": "it covers", "CompositorNodeEllipseMask": "it covers", "CompositorNodeDoubleEdgeMask": "it covers",
    "CompositorNodeKeyingScreen": "it covers", "CompositorNodeMaskToSDF": "it covers",
    "CompositorNodeBlur": "it blurs", "CompositorNodeBilateralblur": "it blurs", "CompositorNodeBokehBlur": "it blurs",
    "CompositorNodeDBlur": "it blurs", "CompositorNodeVecBlur": "it blurs", "CompositorNodeDefocus": "it blurs",
    "CompositorNodeConvolve": "it blurs", "CompositorNodeKuwahara": "it blurs", "CompositorNodePixelate": "it blurs",
    "CompositorNodeInpaint": "it paints over", "CompositorNodeDilateErode": "it moves edges",
    "CompositorNodeChannelMatte": "it cuts out", "CompositorNodeChromaMatte": "it cuts out",
    "CompositorNodeColorMatte": "it cuts out", "CompositorNodeDiffMatte": "it cuts out",
    "CompositorNodeDistanceMatte": "it cuts out", "CompositorNodeLumaMatte": "it cuts out",
    "CompositorNodeKeying": "it cuts out",
    "CompositorNodeCryptomatte": "it cuts out", "CompositorNodeCryptomatteV2": "it cuts out",
    "CompositorNodeIDMask": "it cuts out", "CompositorNodeSwitchView": "it chooses a view of a stereoscopic picture",
    "CompositorNodeCustomGroup": "it is made by a script", "CompositorNodeViewer": "it shows",
    "CompositorNodeOutputFile": "it writes files",
}
"""What each does to a picture that labels are of. The last two have no output, and are muted instead of refused."""
