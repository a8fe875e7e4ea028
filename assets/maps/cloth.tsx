<?xml version="1.0" encoding="UTF-8"?>
<tileset version="1.10" tiledversion="1.10.2" name="cloth" tilewidth="40" tileheight="40" tilecount="1" columns="1">
 <image source="cloth.png" width="40" height="40"/>
</tileset>
